package io.streamlab.kinesis.inspect;

import io.streamlab.kinesis.offset.KinesisOffset;
import io.streamlab.kinesis.offset.ShardOffset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says an offset in words: the stream, then one line for each shard. */
final class OffsetWords {
    private static final long HOURS_SHOWN_WITH_MINUTES = 48;

    private final KinesisOffset offset;
    private final Instant now;

    /** @param now what the ages of records and positions are counted to */
    OffsetWords(KinesisOffset offset, Instant now) {
        this.offset = offset;
        this.now = now;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(stream());
        offset.retention()
                .ifPresent(retention -> lines.add("The stream keeps records for " + retention.toHours() + " hours."));
        if (offset.startingTimestamp() != null) {
            lines.add("The query began with the records of " + offset.startingTimestamp() + ".");
        }
        if (offset.isInitial()) {
            lines.add("No batch is planned yet.");
            return lines;
        }
        lines.add(shards());
        offset.shards().forEach((shardId, shard) -> lines.add(shardId + "  " + position(shard) + batch(shard)));
        return lines;
    }

    private String stream() {
        StringBuilder words = new StringBuilder("Stream ").append(offset.streamName());
        offset.identity().ifPresent(identity -> {
            append(words, " in the region ", identity.region());
            append(words, ", account ", identity.account());
            append(words, ", created at ", identity.created());
        });
        return words.append('.').toString();
    }

    private static void append(StringBuilder words, String before, Object value) {
        if (value != null) {
            words.append(before).append(value);
        }
    }

    private String shards() {
        long ended = offset.shards().values().stream()
                .filter(shard -> shard.position().isShardEnd())
                .count();
        long open = offset.shards().size() - ended;
        return "Shards: " + open + " being read, " + ended
                + " read to their end and waiting for their children to begin.";
    }

    private String position(ShardOffset shard) {
        switch (shard.position().kind()) {
            case TRIM_HORIZON:
                return "nothing is read; begins with the oldest record of the shard";
            case AT_TIMESTAMP:
                return "nothing is read; begins with the first record of "
                        + at(shard.position().timestamp()) + " or later";
            case SHARD_END:
                return "read to its end; its children have not begun" + evidence(shard);
            default:
                return "read up to " + shard.position().sequenceNumber() + evidence(shard);
        }
    }

    /** Returns when the last record arrived or, of an offset that does not have this, when the position was known good. */
    private String evidence(ShardOffset shard) {
        return shard.arrival()
                .map(arrival -> "; the last record arrived at " + at(arrival))
                .orElseGet(() -> "; nothing later arrived before " + at(shard.asOf()));
    }

    private static String batch(ShardOffset shard) {
        return shard.batchFirst()
                .map(first -> "; the batch begins with " + first
                        + (shard.records().isPresent()
                                ? " and has " + shard.records().getAsLong() + " records"
                                : ""))
                .orElse("; the batch has nothing of the shard");
    }

    private String at(Instant time) {
        return time + " (" + age(Duration.between(time, now)) + ")";
    }

    private static String age(Duration age) {
        if (age.isNegative()) {
            return "in the future";
        }
        long hours = age.toHours();
        long minutes = age.toMinutes();
        if (hours >= HOURS_SHOWN_WITH_MINUTES) {
            return age.toDays() + " days " + (hours - age.toDays() * 24) + " h ago";
        }
        if (hours > 0) {
            return hours + " h " + (minutes - hours * 60) + " min ago";
        }
        return minutes > 0 ? minutes + " min ago" : age.getSeconds() + " s ago";
    }
}
