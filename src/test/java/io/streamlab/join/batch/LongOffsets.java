package io.streamlab.join.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlab.join.hudi.NotedOffsets;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** Offsets of streams with many shards, and the files that keep them. */
final class LongOffsets {
    private LongOffsets() {}

    /** Returns offsets as the source writes them, with sequence numbers of 56 digits. */
    static String of(int shards, int batch) {
        StringBuilder text = new StringBuilder("{\"version\":1,\"streamName\":\"orders\",\"shards\":{");
        for (int shard = 0; shard < shards; shard++) {
            BigInteger first = new BigInteger("49" + "6".repeat(54))
                    .add(BigInteger.valueOf(shard).shiftLeft(90))
                    .add(BigInteger.valueOf(batch).shiftLeft(40));
            text.append(shard == 0 ? "" : ",")
                    .append(String.format(
                            "\"shardId-%012d\":{\"position\":\"AFTER_SEQUENCE_NUMBER\",\"sequenceNumber\":\"%s\","
                                    + "\"batchFirst\":\"%s\",\"asOf\":\"2026-01-31T08:00:%02dZ\"}",
                            shard, first.add(BigInteger.valueOf(7).shiftLeft(30)), first, shard % 60));
        }
        return text.append("}}").toString();
    }

    /** Returns what a commit is to note of such offsets. */
    static NotedOffsets noted(long batchId, String text, Path checkpoint) {
        return NotedOffsets.inFile(
                "file:" + file(batchId, text, checkpoint), sha256(text), text.split("shardId-", -1).length - 1);
    }

    /** Returns the text in the file of such offsets. */
    static String kept(long batchId, String text, Path checkpoint) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file(batchId, text, checkpoint)))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    static Path file(long batchId, String text, Path checkpoint) {
        return checkpoint.resolve("batch_offsets/" + batchId + "-" + sha256(text) + ".json.gz");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
