package io.streamlab.kinesis.record;

/**
 * Thrown when Kinesis keeps answering without records although more follow in the shard. No record is lost: whoever reads
 * the range again gets the records once Kinesis answers with them.
 */
public final class SilentShardException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SilentShardException(String message) {
        super(message);
    }
}
