package io.streamlab.kinesis.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of stored checkpoints of both versions. */
class ShowCheckpointTest {
    private static final Instant NOW = Instant.parse("2026-01-31T10:03:00Z");

    private static final String VERSION_1 = "{\"version\":1,\"streamName\":\"orders\","
            + "\"startingTimestamp\":\"2026-01-30T00:00:00Z\",\"shards\":{"
            + "\"shardId-000000000000\":{\"position\":\"SHARD_END\",\"batchFirst\":\"4966\","
            + "\"asOf\":\"2026-01-31T08:00:00.250Z\"},"
            + "\"shardId-000000000001\":{\"position\":\"AFTER_SEQUENCE_NUMBER\",\"sequenceNumber\":\"4968\","
            + "\"batchFirst\":\"4967\",\"asOf\":\"2026-01-31T10:02:20Z\"},"
            + "\"shardId-000000000002\":{\"position\":\"TRIM_HORIZON\",\"asOf\":\"2026-01-31T08:00:00.250Z\"},"
            + "\"shardId-000000000003\":{\"position\":\"AT_TIMESTAMP\",\"timestamp\":\"2026-01-30T00:00:00Z\","
            + "\"asOf\":\"2026-01-31T08:00:00.250Z\"}}}";

    private static final String VERSION_2 = "{\"version\":2,\"streamName\":\"orders\",\"region\":\"eu-west-1\","
            + "\"account\":\"111122223333\",\"created\":\"2025-11-01T09:00:00Z\",\"retentionHours\":24,\"shards\":{"
            + "\"shardId-000000000000\":{\"position\":\"SHARD_END\",\"batchFirst\":\"4966\",\"records\":7,"
            + "\"arrival\":\"2026-01-28T07:59:58Z\",\"asOf\":\"2026-01-31T08:00:00.250Z\"},"
            + "\"shardId-000000000001\":{\"position\":\"AFTER_SEQUENCE_NUMBER\",\"sequenceNumber\":\"4968\","
            + "\"batchFirst\":\"4967\",\"records\":1200,\"arrival\":\"2026-01-31T09:59:58Z\","
            + "\"asOf\":\"2026-01-31T10:00:00Z\"},"
            + "\"shardId-000000000002\":{\"position\":\"AFTER_SEQUENCE_NUMBER\",\"sequenceNumber\":\"4970\","
            + "\"arrival\":\"2026-01-31T10:03:01Z\",\"asOf\":\"2026-01-31T10:00:00Z\"}}}";

    @TempDir
    private Path checkpoint;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void saysACheckpointOfVersionOneInWords() throws IOException {
        write(17, VERSION_1, true);

        assertThat(show()).isZero();
        assertThat(printed(out))
                .isEqualTo(
                        """
                        Checkpoint s3://bucket/checkpoint, batch 17, which is done.
                        Stream orders.
                        The query began with the records of 2026-01-30T00:00:00Z.
                        Shards: 3 being read, 1 read to their end and waiting for their children to begin.
                        shardId-000000000000  read to its end; its children have not begun; nothing later arrived before \
                        2026-01-31T08:00:00.250Z (2 h 2 min ago); the batch begins with 4966
                        shardId-000000000001  read up to 4968; nothing later arrived before 2026-01-31T10:02:20Z \
                        (40 s ago); the batch begins with 4967
                        shardId-000000000002  nothing is read; begins with the oldest record of the shard; the batch has \
                        nothing of the shard
                        shardId-000000000003  nothing is read; begins with the first record of 2026-01-30T00:00:00Z \
                        (34 h 3 min ago) or later; the batch has nothing of the shard
                        """);
    }

    @Test
    void saysACheckpointOfVersionTwoInWords() throws IOException {
        write(18, VERSION_2, false);

        assertThat(show()).isZero();
        assertThat(printed(out))
                .isEqualTo(
                        """
                        Checkpoint s3://bucket/checkpoint, batch 18, which is planned and not done.
                        Stream orders in the region eu-west-1, account 111122223333, created at 2025-11-01T09:00:00Z.
                        The stream keeps records for 24 hours.
                        Shards: 2 being read, 1 read to their end and waiting for their children to begin.
                        shardId-000000000000  read to its end; its children have not begun; the last record arrived at \
                        2026-01-28T07:59:58Z (3 days 2 h ago); the batch begins with 4966 and has 7 records
                        shardId-000000000001  read up to 4968; the last record arrived at 2026-01-31T09:59:58Z (3 min \
                        ago); the batch begins with 4967 and has 1200 records
                        shardId-000000000002  read up to 4970; the last record arrived at 2026-01-31T10:03:01Z (in the \
                        future); the batch has nothing of the shard
                        """);
    }

    @Test
    void showsTheNewestBatchUnlessAskedForAnother() throws IOException {
        write(9, VERSION_1, true);
        write(10, VERSION_2, false);
        Files.writeString(checkpoint.resolve("offsets/.10.crc"), "");
        Files.writeString(checkpoint.resolve("offsets/11.tmp"), "");

        show();
        assertThat(printed(out)).startsWith("Checkpoint s3://bucket/checkpoint, batch 10,");
        out.reset();
        show("9");
        assertThat(printed(out)).startsWith("Checkpoint s3://bucket/checkpoint, batch 9,");
    }

    @Test
    void showsOffsetsThatACommitRefersTo() throws IOException {
        Path file = checkpoint.resolve("17-aa.json.gz");
        try (GZIPOutputStream compressed = new GZIPOutputStream(Files.newOutputStream(file))) {
            compressed.write(VERSION_2.getBytes(UTF_8));
        }

        int exitCode = new ShowCheckpoint(new PrintStream(out), new PrintStream(err), NOW)
                .run(file.toString(), "s3://bucket/checkpoint/batch_offsets/17-aa.json.gz");

        assertThat(exitCode).isZero();
        assertThat(printed(out))
                .startsWith("Offset s3://bucket/checkpoint/batch_offsets/17-aa.json.gz\nStream orders in the region")
                .contains("shardId-000000000001  read up to 4968;");
    }

    @Test
    void saysThatNothingIsPlanned() throws IOException {
        assertThat(show()).isEqualTo(1);
        write(0, "{\"version\":2,\"streamName\":\"orders\",\"shards\":{}}", false);
        assertThat(show()).isZero();

        assertThat(printed(err))
                .isEqualTo("no batch is planned in s3://bucket/checkpoint: it has no file in offsets/\n");
        assertThat(printed(out)).endsWith("Stream orders.\nNo batch is planned yet.\n");
    }

    @Test
    void saysWhatItCannotShow() throws IOException {
        write(17, VERSION_1, true);
        assertThat(show("16")).isEqualTo(1);
        assertThat(show("x")).isEqualTo(2);
        write(18, "{\"shardId-000000000000\":{\"iteratorType\":\"AFTER_SEQUENCE_NUMBER\"}}", true);
        assertThat(show()).isEqualTo(1);
        Files.writeString(checkpoint.resolve("offsets/19"), "v1\n{}\n" + VERSION_1 + "\n" + VERSION_1);
        assertThat(show()).isEqualTo(1);
        write(
                20,
                "{\"version\":1,\"streamName\":\"orders\",\"shards\":{\"s\":{\"position\":\"TRIM_HORIZON\",\"asOf\":\"then\"}}}",
                true);
        assertThat(show()).isEqualTo(1);

        assertThat(printed(out)).isEmpty();
        assertThat(printed(err).lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "batch 16 is not in s3://bucket/checkpoint; the newest is 17, and Spark keeps "
                                                + "the last hundred"),
                        line -> assertThat(line).isEqualTo("the batch must be a number, and not 'x'"),
                        line -> assertThat(line)
                                .startsWith(
                                        "s3://bucket/checkpoint cannot be understood: The checkpoint holds an offset "
                                                + "without version: "),
                        line -> assertThat(line)
                                .endsWith("offsets/19 is no offset of a query that reads one stream: it has 4 lines"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "s3://bucket/checkpoint cannot be understood: Text 'then' could not be parsed "
                                                + "at index 0"));
    }

    private int show(String... batch) {
        String[] arguments = new String[2 + batch.length];
        arguments[0] = checkpoint.toString();
        arguments[1] = "s3://bucket/checkpoint";
        System.arraycopy(batch, 0, arguments, 2, batch.length);
        return new ShowCheckpoint(new PrintStream(out), new PrintStream(err), NOW).run(arguments);
    }

    private void write(long batch, String offset, boolean done) throws IOException {
        Files.createDirectories(checkpoint.resolve("offsets"));
        Files.createDirectories(checkpoint.resolve("commits"));
        Files.writeString(
                checkpoint.resolve("offsets/" + batch), "v1\n{\"batchWatermarkMs\":0,\"conf\":{}}\n" + offset);
        if (done) {
            Files.writeString(checkpoint.resolve("commits/" + batch), "v1\n{}");
        }
    }

    private static String printed(ByteArrayOutputStream stream) {
        return stream.toString(UTF_8);
    }
}
