/**
 * The benchmark {@code source}: the job's Kinesis source compared with the published ones, on one emulator. {@link
 * io.streamlab.verify.benchmark.source.SourceBenchmark} fills streams with numbered records; {@link
 * io.streamlab.verify.benchmark.source.ReaderProgram} reads them with one connector, in a JVM of its own, and notes what came when; {@link
 * io.streamlab.verify.benchmark.source.Reading} says what that means.
 */
package io.streamlab.verify.benchmark.source;
