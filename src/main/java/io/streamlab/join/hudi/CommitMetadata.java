package io.streamlab.join.hudi;

/** The part of a commit's metadata that the job writes. */
final class CommitMetadata {
    /** The beginning of each key. Hudi keeps write options with this beginning in the commit's metadata. */
    static final String PREFIX = "_streaming_join.";

    private CommitMetadata() {}
}
