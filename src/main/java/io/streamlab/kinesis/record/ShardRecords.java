package io.streamlab.kinesis.record;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.MisroutedAggregates;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.Counter;
import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.ReadCounts;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor;
import io.streamlab.kinesis.offset.SequenceNumbers;
import io.streamlab.kinesis.offset.ShardRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.SequenceNumberRange;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Reads the records of one range in the shard's order: exactly those from the range's first to its last, or a data loss.
 * What else the shard holds by now does not matter.
 */
public final class ShardRecords {

    private static final Logger LOG = LoggerFactory.getLogger(ShardRecords.class);

    private static final String ANOTHER_STREAM =
            ": it belongs to another stream, or the stream was deleted and created again";

    /**
     * How many times longer a reader waits before the shard's newest record than at it. At the newest record, the records
     * are gone. Before it they may still come: to give up would read the whole range again.
     */
    private static final int PATIENCE_BEFORE_TIP = 10;

    private final KinesisCalls calls;
    private final ShardRange range;
    private final ShardCursor cursor;
    private final Silence silence = new Silence();
    private final FetchLimit limit;
    private final MonotoneArrivals arrivals;
    private final Misrouting misrouting;
    private final MisroutedAggregates misroutedAggregates;
    private final CallStatistics statistics;
    private final DataLossPolicy dataLoss;
    private final Duration patience;
    private final Clock clock;

    private Iterator<Record> page = Collections.emptyIterator();
    private Iterator<UserRecord> userRecords = Collections.emptyIterator();
    private UserRecord current;
    private String lastTaken;
    private long taken;
    private long takenBytes;
    private long misrouted;
    private boolean trimmedBefore;
    private boolean identityChecked;
    private boolean lossReported;
    private boolean done;
    private long millisBehindLatest;

    /**
     * Makes a reader that keeps misrouted records and does not count them.
     *
     * @param statistics where {@code calls} are counted
     * @param patience how long Kinesis may answer without getting on in the shard
     */
    public ShardRecords(
            KinesisCalls calls,
            CallStatistics statistics,
            ShardRange range,
            DataLossPolicy dataLoss,
            Duration patience,
            Clock clock) {
        this(calls, statistics, range, Optional.empty(), MisroutedAggregates.KEEP, dataLoss, patience, clock);
    }

    /**
     * @param statistics where {@code calls} are counted
     * @param shardKeys the shard's hash keys; where they are unknown, no record counts as misrouted
     * @param misroutedAggregates what becomes of the records whose own hash keys do not belong to the shard
     * @param patience how long Kinesis may answer without getting on in the shard
     */
    public ShardRecords(
            KinesisCalls calls,
            CallStatistics statistics,
            ShardRange range,
            Optional<HashKeyRange> shardKeys,
            MisroutedAggregates misroutedAggregates,
            DataLossPolicy dataLoss,
            Duration patience,
            Clock clock) {
        this.calls = calls;
        this.range = range;
        this.cursor = ShardCursor.openedAt(calls, range.shardId(), range.first());
        this.arrivals = new MonotoneArrivals(range.arrivalFloor(), range.arrivalCeiling());
        this.misrouting = new Misrouting(shardKeys);
        this.misroutedAggregates = misroutedAggregates;
        this.limit = new FetchLimit(range.expectedRecords());
        this.statistics = statistics;
        this.dataLoss = dataLoss;
        this.patience = patience;
        this.clock = clock;
    }

    public ShardRange range() {
        return range;
    }

    /** Moves to the next record, and returns false if there is none. */
    public boolean advance() {
        while (!userRecords.hasNext()) {
            if (!page.hasNext() && !readPage()) {
                return false;
            }
            if (page.hasNext()) {
                take(page.next());
            }
        }
        current = userRecords.next();
        return true;
    }

    /** Returns the record that {@link #advance} moved to. */
    public UserRecord current() {
        return current;
    }

    /** Returns what was called, fetched and taken so far. */
    public ReadCounts counts() {
        return statistics
                .counts(dataLoss.losses())
                .with(Counter.RECORDS_USED, taken)
                .with(Counter.BYTES_USED, takenBytes)
                .with(Counter.MISROUTED_RECORDS, misrouted);
    }

    /** Returns how far the last answer lay behind the shard's newest record, in milliseconds. */
    public long millisBehindLatest() {
        return millisBehindLatest;
    }

    private void take(Record record) {
        lastTaken = record.sequenceNumber();
        taken++;
        takenBytes += RecordPage.bytes(record);
        Instant arrival = arrivals.next(record.approximateArrivalTimestamp());
        userRecords = delivered(AggregatedRecords.split(record, arrival)).iterator();
    }

    private List<UserRecord> delivered(List<UserRecord> split) {
        List<UserRecord> belonging = misrouting.withoutMisrouted(split);
        misrouted += split.size() - belonging.size();
        return misroutedAggregates == MisroutedAggregates.KEEP ? split : belonging;
    }

    /** Reads the next answer, and returns false at the range's end. */
    private boolean readPage() {
        if (done) {
            return false;
        }
        Optional<RecordPage> next = nextAnswer();
        if (!next.isPresent()) {
            return false;
        }
        RecordPage answer = next.get();
        millisBehindLatest = answer.millisBehindLatest();
        if (cursor.evidence() == ShardCursor.Evidence.NOT_OF_THIS_STREAM) {
            // Its records may have sequence numbers within the range, so none may be taken.
            end("Kinesis does not know " + (lastTaken == null ? range.first() : lastTaken) + ANOTHER_STREAM);
            return false;
        }
        if (isRangeOfAnotherStream()) {
            return false;
        }
        page = ofRange(answer.records()).iterator();
        if (!done && answer.endsShard()) {
            done = true;
            atShardEnd();
        } else if (!done && silence.isLongerThan(patience)) {
            endSilence(answer);
        }
        return true;
    }

    /** Returns nothing if the shard does not exist. */
    private Optional<RecordPage> nextAnswer() {
        long troublesBefore = troubles();
        Instant asked = clock.instant();
        try {
            RecordPage answer = cursor.next(limit.next(taken));
            silence.answered(answer, Duration.between(asked, clock.instant()), troubles() > troublesBefore);
            return Optional.of(answer);
        } catch (ResourceNotFoundException e) {
            end("the shard is gone: " + e.getMessage());
            return Optional.empty();
        }
    }

    private long troubles() {
        return statistics.of(Counter.THROTTLES) + statistics.of(Counter.FAILURES);
    }

    /**
     * Ends a range to the end of a closed shard that another stream's shard of the same id has replaced. Otherwise the
     * reader could read the other stream for ever:
     *
     * <ol>
     *   <li>A batch is planned to the end of the closed shard 0, and the driver dies.
     *   <li>Somebody deletes the stream and creates it again. The new shard 0 is open.
     *   <li>The replay does not find the range's first record, begins with the oldest record, and meets no end.
     * </ol>
     *
     * <p>A range with a last record ends by itself: at the other stream's first later record.
     */
    private boolean isRangeOfAnotherStream() {
        if (range.last().isPresent() || identityChecked || !isTrimmed()) {
            return false;
        }
        identityChecked = true;
        Optional<String> contradiction = contradictionToRange();
        contradiction.ifPresent(this::end);
        return contradiction.isPresent();
    }

    /** Lists the shards and returns why the listed shard cannot be the one whose end the range reaches. */
    private Optional<String> contradictionToRange() {
        List<Shard> shards;
        try {
            shards = calls.listShards();
        } catch (ResourceNotFoundException e) {
            return Optional.of("the stream is gone: " + e.getMessage());
        }
        Optional<SequenceNumberRange> numbers = shards.stream()
                .filter(shard -> shard.shardId().equals(range.shardId()))
                .map(Shard::sequenceNumberRange)
                .findFirst();
        if (!numbers.isPresent()) {
            return Optional.of("the shard is gone");
        }
        if (numbers.get().endingSequenceNumber() == null) {
            return Optional.of("the shard was closed and is open now" + ANOTHER_STREAM);
        }
        boolean mayHoldFirst = !SequenceNumbers.isAfter(numbers.get().startingSequenceNumber(), range.first())
                && !SequenceNumbers.isAfter(range.first(), numbers.get().endingSequenceNumber());
        return mayHoldFirst
                ? Optional.empty()
                : Optional.of("the shard holds sequence numbers from "
                        + numbers.get().startingSequenceNumber() + " to "
                        + numbers.get().endingSequenceNumber() + ANOTHER_STREAM);
    }

    /** Returns the records of an answer up to the range's last, and ends the range there. The cursor gives no earlier ones. */
    private List<Record> ofRange(List<Record> answer) {
        if (answer.isEmpty()) {
            return answer;
        }
        reportLostStart(answer.get(0).sequenceNumber());
        return range.last().map(last -> upTo(last, answer)).orElse(answer);
    }

    private boolean isTrimmed() {
        return cursor.evidence() == ShardCursor.Evidence.TRIMMED;
    }

    private void reportLostStart(String oldestLeft) {
        boolean found = lastTaken == null ? oldestLeft.equals(range.first()) : !isTrimmed() || trimmedBefore;
        trimmedBefore = isTrimmed();
        if (!found) {
            lost("the oldest record left is " + oldestLeft);
        }
    }

    private List<Record> upTo(String last, List<Record> answer) {
        for (int i = 0; i < answer.size(); i++) {
            String sequenceNumber = answer.get(i).sequenceNumber();
            if (sequenceNumber.equals(last)) {
                done = true;
                return answer.subList(0, i + 1);
            }
            if (SequenceNumbers.isAfter(sequenceNumber, last)) {
                end("the record " + sequenceNumber + " follows where " + last + " was");
                return answer.subList(0, i);
            }
        }
        return answer;
    }

    private void atShardEnd() {
        if (range.last().isPresent()) {
            lost("the shard ends before " + range.last().get());
        } else if (page.hasNext()) {
            return;
        } else if (lastTaken == null) {
            lost("the shard ends without any of them");
        } else if (cursor.evidence() != ShardCursor.Evidence.FOUND) {
            lost("the shard ends, and " + lastTaken + " is gone with whatever followed");
        }
    }

    private void endSilence(RecordPage answer) {
        if (answer.reachesTip()) {
            end("Kinesis answered without records for " + patience.getSeconds() + " s at the shard's newest record");
        } else if (silence.isLongerThan(patience.multipliedBy(PATIENCE_BEFORE_TIP))) {
            throw new SilentShardException("Kinesis answered " + silence.answers() + " times in "
                    + silence.length().getSeconds() + " s without records in shard " + range.shardId() + ", "
                    + toBeRead() + ", although the last answer lies " + answer.millisBehindLatest()
                    + " ms behind the newest record. No record is lost, reading the range again continues there. "
                    + KinesisSourceOptions.RETRY_TIMEOUT_SECONDS + " bounds the wait.");
        }
    }

    /** Ends the range with a loss. */
    private void end(String finding) {
        done = true;
        lost(finding);
    }

    /** Reports the first loss of the range: further findings are about the same records, or about those next to them. */
    private void lost(String finding) {
        String message = "the batch's records " + toBeRead() + ": " + finding;
        if (lossReported) {
            LOG.warn("Shard {}: {}", range.shardId(), message);
            return;
        }
        lossReported = true;
        dataLoss.lost(range.shardId(), message);
    }

    private String toBeRead() {
        String from = lastTaken == null ? "from " + range.first() : "after " + lastTaken;
        return from + " " + range.last().map(last -> "up to " + last).orElse("up to the end of the shard");
    }
}
