package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.Durations;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor.Evidence;
import io.streamlab.kinesis.offset.ShardOffset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Decides whether records between an offset and the oldest record left in a shard may have been lost. Kinesis does not
 * report what it trimmed, so the decision rests on evidence:
 *
 * <table>
 * <caption>Decisions, from the top; the first row that fits holds</caption>
 * <tr><th>the record X read last</th><th>and</th><th>then</th></tr>
 * <tr><td>found</td><td></td><td>nothing is lost: Kinesis trims the oldest records first</td></tr>
 * <tr><td>refused, as of another stream</td><td></td><td>lost</td></tr>
 * <tr><td>gone</td><td>X arrived within the shortest retention that Kinesis offers</td>
 * <td>lost: trimming does not explain it</td></tr>
 * <tr><td>gone, or none was read</td><td>no record after the offset is older than the retention</td>
 * <td>nothing is lost: X itself was trimmed while the shard was idle</td></tr>
 * <tr><td>none was read</td><td>a parent of the shard still holds a record</td>
 * <td>nothing is lost: the parent's records are older than the shard's</td></tr>
 * <tr><td>gone, or none was read</td><td></td><td>lost</td></tr>
 * </table>
 *
 * <p>The retention is the shortest one known since the offset was written. Raising the retention brings no record back:
 *
 * <ol>
 *   <li>X is read. The stream keeps records for 24 hours, and the query stops.
 *   <li>After 30 hours somebody raises the retention to 7 days. What arrived in the first 6 hours is gone for good.
 *   <li>The query starts. By the present retention nothing could be gone, and yet X is: the retention was shorter.
 * </ol>
 *
 * <p>So where X is gone and its arrival lies within that retention, the shortest retention that Kinesis offers decides.
 */
final class Continuity {

    /** No stream keeps its records for less: https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html. */
    static final Duration SHORTEST_RETENTION = Duration.ofHours(24);

    /** Trimming may come a little early or late, and the driver's clock may differ from that of Kinesis. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final StreamFacts facts;
    private final Duration retentionBefore;
    private final Clock clock;

    /** @param retentionBefore the retention that the offset before the batch was written with; null if unknown */
    Continuity(StreamFacts facts, Duration retentionBefore, Clock clock) {
        this.facts = facts;
        this.retentionBefore = retentionBefore == null ? SHORTEST_RETENTION : retentionBefore;
        this.clock = clock;
    }

    /** Returns whether a record that arrived at a time may be trimmed by now, whatever the retention. */
    boolean mayBeTrimmed(Instant arrival) {
        return isOlderThan(SHORTEST_RETENTION, arrival, clock.instant());
    }

    /**
     * Returns what was lost, as the rest of a sentence, or nothing.
     *
     * @param from where the batch before ended in the shard
     * @param evidence what the look at the shard says of the record read last
     * @param next the first answer after the offset
     * @param parentHoldsRecord asked only if no record of the shard was read
     */
    Optional<String> lossAfter(
            ShardOffset from, Evidence evidence, RecordPage next, BooleanSupplier parentHoldsRecord) {
        if (evidence == Evidence.NOT_OF_THIS_STREAM) {
            return Optional.of(
                    "Kinesis says that the record read last, " + from.position().sequenceNumber()
                            + ", is not of this stream: the stream was deleted and made again, or the checkpoint is another"
                            + " stream's; the oldest record left is " + oldest(next));
        }
        if (evidence == Evidence.TRIMMED
                && from.arrival().filter(arrival -> !mayBeTrimmed(arrival)).isPresent()) {
            return Optional.of(
                    "the record read last, " + from.position().sequenceNumber() + ", is gone although it arrived at "
                            + from.arrival().get()
                            + ", within the shortest retention that Kinesis offers; the oldest record left is "
                            + oldest(next));
        }
        if (evidence == Evidence.FOUND || !mayBeTrimmed(from.asOf()) || !isDecided(next)) {
            return Optional.empty();
        }
        Duration retention = retention(from, evidence, now(next));
        if (!isOlderThan(retention, from.asOf(), now(next))) {
            return Optional.empty();
        }
        if (from.position().sequenceNumber() == null && parentHoldsRecord.getAsBoolean()) {
            return Optional.empty();
        }
        return Optional.of("the records after " + from.position() + ", which arrived from " + from.asOf()
                + " on, were not read within the stream's retention of " + retention.toHours()
                + " hours; the oldest one left is " + oldest(next));
    }

    /** An empty answer before the tip says nothing: the next plan goes on from there. */
    private static boolean isDecided(RecordPage next) {
        return !next.isEmpty() || next.reachesTip();
    }

    private Duration retention(ShardOffset from, Evidence evidence, Instant now) {
        Duration shortestKnown = Durations.shorter(retentionBefore, facts.freshRetention());
        boolean gone = evidence == Evidence.TRIMMED || evidence == Evidence.UNSEEN;
        boolean contradicted = gone
                && from.arrival()
                        .map(arrival -> !isOlderThan(shortestKnown, arrival, now))
                        .orElse(false);
        return contradicted ? SHORTEST_RETENTION : shortestKnown;
    }

    private static boolean isOlderThan(Duration retention, Instant arrival, Instant now) {
        return !arrival.isAfter(now.minus(retention).plus(MARGIN));
    }

    /** Returns the later of the two clocks: a loss that one of them sees is reported. */
    private Instant now(RecordPage next) {
        Instant now = clock.instant();
        return next.isEmpty() || !next.serviceTime().isAfter(now) ? now : next.serviceTime();
    }

    private static String oldest(RecordPage next) {
        return next.isEmpty() ? "none" : next.first().sequenceNumber();
    }
}
