package io.streamlab.local.glue;

/** Thrown when the service refuses a request: has the type of error that SDKs know, and a message. Answered with status 400. */
final class GlueException extends RuntimeException {

    private final String type;

    private GlueException(String type, String message) {
        super(message);
        this.type = type;
    }

    static GlueException entityNotFound(String message) {
        return new GlueException("EntityNotFoundException", message);
    }

    static GlueException alreadyExists(String message) {
        return new GlueException("AlreadyExistsException", message);
    }

    /** Where a quota is used up. The service's own text is not known here. */
    static GlueException resourceNumberLimitExceeded(String message) {
        return new GlueException("ResourceNumberLimitExceededException", message);
    }

    static GlueException invalidInput(String message) {
        return new GlueException("InvalidInputException", message);
    }

    static GlueException notJson(String message) {
        return new GlueException("SerializationException", message);
    }

    static GlueException unknownOperation(String message) {
        return new GlueException("UnknownOperationException", message);
    }

    /** For example {@code EntityNotFoundException}. */
    String type() {
        return type;
    }
}
