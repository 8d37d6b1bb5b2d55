package io.streamlab.join.preflight;

import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.config.SourceConfig;
import io.streamlab.join.source.SourceStream;
import io.streamlab.kinesis.client.StreamProbe;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks that the stream exists and that a shard of the stream can be read, by the calls with which the job reads. */
final class StreamCheck implements Check {
    private final String stream;
    private final Supplier<StreamProbe> calls;

    /**
     * @param stream its ARN or its name
     * @param calls opens a probe, or throws an IllegalArgumentException that says what is wrong with the stream's address
     */
    StreamCheck(String stream, Supplier<StreamProbe> calls) {
        this.stream = stream;
        this.calls = calls;
    }

    static StreamCheck of(SourceTable table, SourceConfig source) {
        return new StreamCheck(table.stream(), () -> StreamProbe.of(SourceStream.kinesisStream(table, source)));
    }

    @Override
    public List<Finding> run() {
        try (StreamProbe probe = calls.get()) {
            return findings(probe);
        } catch (IllegalArgumentException e) {
            return Collections.singletonList(Finding.failed("stream " + stream, e.getMessage()));
        }
    }

    private List<Finding> findings(StreamProbe probe) {
        Attempts attempts = new Attempts("stream " + stream);
        attempts.attempt("kinesis:DescribeStreamSummary", probe::retentionHours);
        Optional<Optional<String>> shard = attempts.attempt("kinesis:ListShards", probe::anyShard);
        if (shard.isPresent() && shard.get().isPresent()) {
            readFrom(probe, shard.get().get(), attempts);
        } else {
            attempts.skip("kinesis:GetShardIterator", "no shard is known");
            attempts.skip("kinesis:GetRecords", "no shard is known");
        }
        return attempts.findings();
    }

    private static void readFrom(StreamProbe probe, String shard, Attempts attempts) {
        Optional<String> iterator = attempts.attempt("kinesis:GetShardIterator", () -> probe.oldestIterator(shard));
        if (iterator.isPresent()) {
            attempts.attempt("kinesis:GetRecords", () -> probe.readOne(shard, iterator.get()));
        } else {
            attempts.skip("kinesis:GetRecords", "there is no iterator to read with");
        }
    }
}
