package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor;
import io.streamlab.kinesis.offset.ShardOffset;
import java.time.Instant;
import java.util.Optional;

/** What a look at the next records of a shard showed: the first half of the shard's plan. */
final class ShardLook {

    private final String shardId;
    private final ShardOffset from;
    private final ShardCursor cursor;
    private final RecordPage page;
    private final Instant serviceTime;
    private final Optional<Density> density;
    private final boolean fromTip;
    private final Instant closedAfter;
    private final Instant tipAt;
    private final String loss;

    /**
     * @param from where the batch before ended
     * @param cursor stands after the page
     * @param page the first answer with records, or an empty one
     * @param serviceTime now by the clock of Kinesis; null without records
     * @param density what the last plan learned of the shard
     * @param fromTip whether the look began at the shard's tip
     * @param closedAfter a time at which the shard was still open, if the page is the shard's end
     * @param tipAt a time at which the shard held nothing after the page, if the page reaches the tip; else of no meaning
     * @param loss what was lost before the page, or null
     */
    ShardLook(
            String shardId,
            ShardOffset from,
            ShardCursor cursor,
            RecordPage page,
            Instant serviceTime,
            Optional<Density> density,
            boolean fromTip,
            Instant closedAfter,
            Instant tipAt,
            String loss) {
        this.shardId = shardId;
        this.from = from;
        this.cursor = cursor;
        this.page = page;
        this.serviceTime = serviceTime;
        this.density = density;
        this.fromTip = fromTip;
        this.closedAfter = closedAfter;
        this.tipAt = tipAt;
        this.loss = loss;
    }

    /** Returns the look at a shard that begins at a time which Kinesis says is not there yet. */
    static ShardLook beforeTheTime(String shardId, ShardOffset from) {
        return new ShardLook(shardId, from, null, null, null, Optional.empty(), false, from.asOf(), null, null);
    }

    /** Returns the look at a shard that is no longer there, or not any more the one that was read. */
    static ShardLook atGoneShard(String shardId, ShardOffset from) {
        return new ShardLook(
                shardId,
                from,
                null,
                null,
                null,
                Optional.empty(),
                false,
                from.asOf(),
                null,
                "the shard is gone from the stream, with the records after " + from.position());
    }

    String shardId() {
        return shardId;
    }

    ShardOffset from() {
        return from;
    }

    ShardCursor cursor() {
        return cursor;
    }

    /** Returns whether Kinesis answered with a page. */
    boolean hasPage() {
        return page != null;
    }

    RecordPage page() {
        return page;
    }

    /** Returns the present time by the clock of Kinesis; only for a look with records. */
    Instant serviceTime() {
        return serviceTime;
    }

    Optional<Density> density() {
        return density;
    }

    boolean isFromTip() {
        return fromTip;
    }

    /** Returns whether nothing shows that the shard is still that of the same stream: no record of it was read before. */
    boolean isWithoutIdentity() {
        return cursor != null && cursor.isOpened() && from.position().sequenceNumber() == null;
    }

    /** Returns whether more records may follow those of the look. */
    boolean moreFollows() {
        return hasPage() && !page.isEmpty() && !page.reachesTip();
    }

    /** Returns whether Kinesis answered without records, and not up to the shard's tip. */
    boolean endsInSilence() {
        return hasPage() && page.isEmpty() && !page.reachesTip();
    }

    /** Returns a time at which the shard was still open, if the page is the shard's end. */
    Instant closedAfter() {
        return closedAfter;
    }

    /** Returns a time at which the shard held nothing after the page, if the page reaches the tip. */
    Optional<Instant> tipAt() {
        return hasPage() && page.reachesTip() ? Optional.of(tipAt) : Optional.empty();
    }

    /** Returns which records before the look were lost, as the rest of a sentence. */
    Optional<String> loss() {
        return Optional.ofNullable(loss);
    }
}
