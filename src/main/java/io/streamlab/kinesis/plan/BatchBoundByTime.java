package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.TimeProbe;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds the end of a batch by time: the first record at or after a time that leaves as much before it as the bound
 * allows.
 *
 * <ol>
 *   <li>A step is sure if even a full shard (1,000 records and 1 MB a second) cannot exceed the bound in that time.
 *   <li>On a shard that is less dense, a step is longer: as long as the density of the last batch fills the bound, and at
 *       most {@value Density#REACH} times as long as that density was seen to hold.
 *   <li>A probe at the end of the step takes a sample. A sample that is much denser refuses the step, unless the step was
 *       sure. Further steps halve the way to that place.
 *   <li>The search ends where the batch is nearly full, or at the unbounded end.
 * </ol>
 *
 * <p>A burst that begins and ends within one step stays unseen. The batch then holds what the shard took in meanwhile.
 * A probe without a clear answer never moves the end.
 */
final class BatchBoundByTime {

    private static final double FULL_ENOUGH = 0.9;
    private static final double TOO_FULL = 1.1;
    private static final int MOST_PROBES = 12;
    private static final int MOST_ANSWERS = 10;

    /** All samples come to about a hundredth of the batch. A sample has the end's record and the one after it at least. */
    private static final double SAMPLES_PER_BOUND = 100;

    private static final int SMALLEST_SAMPLE = 2;

    /** A sample that has to show that a shard is no denser than before. */
    private static final int SMALLEST_EVIDENCE = 20;

    private static final int LARGEST_SAMPLE = 500;
    private static final double MILLIS_PER_SECOND = 1_000;

    /** A sample up to the tip begins so long before now at least: the clocks within Kinesis differ a little. */
    private static final double SHORTEST_TIP_SECONDS = 0.1;

    /** A sample up to the tip takes so many times the records that are expected. */
    private static final double TIP_SAMPLE_MARGIN = 3;

    private final KinesisCalls calls;
    private final String shardId;
    private final Bound bound;
    private final UnboundedEnd unbounded;

    private BatchEnd reached;
    private Instant time;
    private double records;
    private double bytes;
    private Density density;
    private boolean surprised;
    private boolean tipSought;

    /** The latest time at which the batch's last record can have arrived. */
    private Instant last;

    /** Whether that is the arrival of the unbounded end. */
    private boolean lastIsEnd;

    /** A time from which on the shard is too dense for a step up to there. */
    private Instant refused;

    /**
     * @param counted the batch's records that were read
     * @param reached the end after them
     */
    BatchBoundByTime(
            KinesisCalls calls,
            String shardId,
            Bound bound,
            Density.Moments counted,
            BatchEnd reached,
            UnboundedEnd unbounded,
            Density density) {
        this.calls = calls;
        this.shardId = shardId;
        this.bound = bound;
        this.unbounded = unbounded;
        this.reached = reached;
        this.time = counted.last();
        this.records = counted.records();
        this.bytes = counted.bytes();
        this.density = density;
    }

    BoundedEnd result() {
        return BoundedEnd.estimated(reached, records, surprised ? Optional.empty() : Optional.of(density));
    }

    /**
     * Searches for the end.
     *
     * @param firstWillDo whether the search ends with the first end found, even if the batch is far from full
     * @return false if no probe gave a clear answer
     */
    boolean isFound(Instant serviceTime, boolean firstWillDo) {
        last = serviceTime;
        unbounded.known().ifPresent(this::endsAt);
        boolean moved = false;
        for (int probes = 0; probes < MOST_PROBES && !isFull() && !(moved && firstWillDo); probes++) {
            boolean reachesLast = secondsLeft() - step() <= sampleSeconds();
            boolean toTip = reachesLast && !unbounded.known().isPresent() && mayShowTip();
            if (reachesLast && !unbounded.known().isPresent() && !toTip) {
                endsAt(unbounded.find());
            }
            if (secondsLeft() <= sureStep()) {
                reached = unbounded.find();
                records += density.recordsPerSecond() * Math.max(0, secondsLeft());
                return true;
            }
            double step = toTip ? secondsLeft() - tipSeconds() : stepBeforeLast();
            int size = toTip ? Math.max(sampleSize(step), tipSampleSize()) : sampleSize(step);
            tipSought |= toTip;
            Instant aim = time.plusMillis((long) (step * MILLIS_PER_SECOND));
            TimeProbe probe = TimeProbe.at(calls, shardId, aim, size, MOST_ANSWERS);
            switch (probe.outcome()) {
                case RECORDS:
                    BatchEnd found = BatchEnd.afterFirst(probe);
                    if (unbounded.known().isPresent() && !found.isBefore(unbounded.find())) {
                        endsBefore(aim);
                    } else if (!reached.isBefore(found)) {
                        return moved; // Times do not rise with sequence numbers here.
                    } else if (isTooFull(probe, step)) {
                        refused = aim;
                    } else {
                        moved = true;
                        if (take(probe, found, step)) {
                            return true;
                        }
                    }
                    break;
                case UNCLEAR:
                    return moved;
                default:
                    endsBefore(aim);
            }
        }
        return moved;
    }

    private boolean isFull() {
        return records >= bound.records() * FULL_ENOUGH || bytes >= bound.bytes() * FULL_ENOUGH;
    }

    private double recordsLeft() {
        return bound.records() - records;
    }

    private double bytesLeft() {
        return bound.bytes() - bytes;
    }

    private double secondsLeft() {
        return Density.seconds(time, last);
    }

    private void endsAt(BatchEnd end) {
        if (!end.isShardEnd()) {
            last = end.arrival();
            lastIsEnd = true;
        }
    }

    private void endsBefore(Instant aim) {
        last = aim;
        lastIsEnd = false;
    }

    /** Returns the seconds in which a full shard takes in what is left of the bound. */
    private double sureStep() {
        return Math.min(recordsLeft() / density.mostRecordsPerSecond(), bytesLeft() / density.mostBytesPerSecond());
    }

    private boolean isSure(double step) {
        return step <= sureStep() * TOO_FULL;
    }

    private double step() {
        double step = Math.min(recordsLeft() / density.recordsPerSecond(), bytesLeft() / density.bytesPerSecond());
        step = Math.min(step, density.reach());
        if (refused != null) {
            step = Math.min(step, Density.seconds(time, refused) / 2);
        }
        return Math.max(step, sureStep());
    }

    /** Returns a step that ends well before the last record: a sample must show how dense the shard is up to there. */
    private double stepBeforeLast() {
        double left = secondsLeft();
        double step = step();
        if (step < left - sampleSeconds()) {
            return step;
        }
        double nearEnd = lastIsEnd ? Math.max(left - sampleSeconds(), left / 2) : left / 2;
        return Math.max(Math.min(step, nearEnd), sureStep());
    }

    /**
     * Returns whether one sample may both show that the shard is no denser than before and reach its tip. Then the search
     * for the unbounded end is saved.
     */
    private boolean mayShowTip() {
        return !tipSought && density.recordsPerSecond() * tipSeconds() >= SMALLEST_EVIDENCE / 2.0;
    }

    private double tipSeconds() {
        return Math.min(Math.max(SHORTEST_TIP_SECONDS, sampleSeconds()), secondsLeft() / 2);
    }

    private int tipSampleSize() {
        return (int) Math.min(LARGEST_SAMPLE, TIP_SAMPLE_MARGIN * density.recordsPerSecond() * tipSeconds());
    }

    /** Returns how long a sample should be if the density stays as it is. */
    private double sampleSeconds() {
        return SMALLEST_EVIDENCE / density.recordsPerSecond();
    }

    private int sampleSize(double step) {
        double size =
                Math.min(bound.records() / SAMPLES_PER_BOUND, bound.bytes() / SAMPLES_PER_BOUND / density.meanBytes());
        int smallest = isSure(step) ? SMALLEST_SAMPLE : SMALLEST_EVIDENCE;
        return (int) Math.max(smallest, Math.min(LARGEST_SAMPLE, size));
    }

    private boolean isTooFull(TimeProbe probe, double step) {
        Density.Moments sample = Density.Moments.of(probe.page());
        return !isSure(step)
                && density.isBelow(sample)
                && (density.rate(sample) * step > recordsLeft() * TOO_FULL
                        || density.bytesRate(sample) * step > bytesLeft() * TOO_FULL);
    }

    /** Moves the end to the probe's first record, or on to the unbounded end if the sample holds all up to there. */
    private boolean take(TimeProbe probe, BatchEnd found, double step) {
        RecordPage page = probe.page();
        Density.Moments sample = Density.Moments.of(page);
        boolean denser = density.isBelow(sample);
        records += (denser ? density.rate(sample) : density.recordsPerSecond()) * step + 1;
        bytes +=
                (denser ? density.bytesRate(sample) : density.bytesPerSecond()) * step + RecordPage.bytes(page.first());
        reached = found;
        time = page.first().approximateArrivalTimestamp();
        surprised |= density.isSurprising(sample);
        density = density.after(sample, step);
        return takeRest(page);
    }

    private boolean takeRest(RecordPage page) {
        BatchEnd rest =
                unbounded.known().map(BatchEnd.afterPage(page)::orEarlier).orElse(BatchEnd.afterPage(page));
        boolean toEnd = page.reachesTip()
                || !BatchEnd.afterPage(page).isBefore(unbounded.known().orElse(BatchEnd.SHARD_END));
        if (!toEnd || !bound.holds(records + page.records().size() - 1, bytes + page.bytes())) {
            return false;
        }
        reached = rest;
        records += page.records().size() - 1;
        return true;
    }
}
