package io.streamlab.join.catalog;

/** Thrown when the catalog does not describe the source as the job needs it. */
public final class InvalidSourceTableException extends RuntimeException {
    InvalidSourceTableException(String qualifiedName, String problem) {
        this(qualifiedName, problem, null);
    }

    InvalidSourceTableException(String qualifiedName, String problem, Throwable cause) {
        super("Source table " + qualifiedName + ": " + problem, cause);
    }
}
