package io.streamlab.verify.benchmark.endtoend;

import java.net.URI;

/**
 * What the job reads, and how.
 *
 * @param endpoint of Kinesis
 * @param stream to read; the benchmark signals its end
 * @param warmUpStream that is read first and does not count
 * @param warmUpRecords that are on it
 * @param recordsPerShard that a batch takes at most
 * @param windowSeconds from the start of one batch to that of the next
 */
record EndToEndSettings(
        URI endpoint, String stream, String warmUpStream, long warmUpRecords, int recordsPerShard, int windowSeconds) {}
