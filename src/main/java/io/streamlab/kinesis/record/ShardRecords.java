package io.streamlab.kinesis.record;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.client.CallStatistics;
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
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Reads the records of one range in the shard's order: exactly those from the range's first to its last, or a data loss.
 * What else the shard holds by now does not matter.
 */
public final class ShardRecords {

    private final ShardRange range;
    private final ShardCursor cursor;
    private final CallStatistics statistics;
    private final DataLossPolicy dataLoss;
    private final Duration patience;
    private final Clock clock;

    private Iterator<Record> page = Collections.emptyIterator();
    private Iterator<UserRecord> userRecords = Collections.emptyIterator();
    private UserRecord current;
    private String lastTaken;
    private Instant lastProgress;
    private boolean done;
    private long records;
    private long bytes;
    private long millisBehindLatest;

    /**
     * @param statistics where {@code calls} are counted
     * @param patience how long Kinesis may answer without any of the records
     */
    public ShardRecords(
            KinesisCalls calls,
            CallStatistics statistics,
            ShardRange range,
            DataLossPolicy dataLoss,
            Duration patience,
            Clock clock) {
        this.range = range;
        this.cursor = ShardCursor.openedAt(calls, range.shardId(), range.first());
        this.statistics = statistics;
        this.dataLoss = dataLoss;
        this.patience = patience;
        this.clock = clock;
        this.lastProgress = clock.instant();
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

    public ReadCounts counts() {
        ReadCounts calls = statistics.counts(dataLoss.losses());
        return new ReadCounts(records, bytes, calls.calls(), calls.throttles(), calls.failures(), calls.dataLosses());
    }

    /** Returns how far the last answer lay behind the shard's newest record, in milliseconds. */
    public long millisBehindLatest() {
        return millisBehindLatest;
    }

    private void take(Record record) {
        lastTaken = record.sequenceNumber();
        records++;
        bytes +=
                record.data().asByteArrayUnsafe().length + record.partitionKey().length();
        userRecords = AggregatedRecords.split(record).iterator();
    }

    /** Reads the next answer, and returns false at the range's end. */
    private boolean readPage() {
        if (done) {
            return false;
        }
        RecordPage answer = nextPage();
        millisBehindLatest = answer.millisBehindLatest();
        if (!answer.isEmpty()) {
            lastProgress = clock.instant();
            page = ofRange(answer.records()).iterator();
        }
        if (!done && answer.endsShard()) {
            done = true;
            range.last().ifPresent(last -> lost("the shard ends before " + last));
        } else if (!done && Duration.between(lastProgress, clock.instant()).compareTo(patience) > 0) {
            done = true;
            lost("Kinesis answered without records for " + patience.getSeconds() + " s");
        }
        return true;
    }

    private RecordPage nextPage() {
        try {
            return cursor.next(KinesisCalls.MAX_RECORDS_PER_CALL);
        } catch (ResourceNotFoundException e) {
            lost("the shard is gone: " + e.getMessage());
            return new RecordPage(Collections.emptyList(), null, 0, false);
        }
    }

    private List<Record> ofRange(List<Record> answer) {
        String first = answer.get(0).sequenceNumber();
        if (cursor.isStartLost() && dataLoss.losses() == 0) {
            lost("the oldest record left is " + first);
        }
        if (!range.last().isPresent()) {
            return answer;
        }
        String last = range.last().get();
        for (int i = 0; i < answer.size(); i++) {
            String sequenceNumber = answer.get(i).sequenceNumber();
            if (sequenceNumber.equals(last)) {
                done = true;
                return answer.subList(0, i + 1);
            }
            if (SequenceNumbers.isAfter(sequenceNumber, last)) {
                done = true;
                lost("the record " + sequenceNumber + " follows where " + last + " was");
                return answer.subList(0, i);
            }
        }
        return answer;
    }

    private void lost(String finding) {
        String from = lastTaken == null ? "from " + range.first() : "after " + lastTaken;
        String to = range.last().map(last -> "up to " + last).orElse("up to the end of the shard");
        dataLoss.lost(range.shardId(), "the batch's records " + from + " " + to + ": " + finding);
    }
}
