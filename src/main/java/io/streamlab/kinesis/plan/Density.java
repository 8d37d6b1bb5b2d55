package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.RecordPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * What a plan learned of how dense a shard is: records and bytes a second, up to a place in the shard. The next plan
 * starts there and needs no survey.
 */
final class Density {

    /** What a shard takes in: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html. */
    static final double RECORDS_PER_SECOND = 1_000;

    /** A shard takes 1 MB a second, and the megabyte of some of its limits is 1,048,576 bytes. */
    static final double BYTES_PER_SECOND = 1 << 20;

    /** A density may be taken to hold for so many times the stretch in which it was seen. */
    static final int REACH = 8;

    /** Rates of two samples that differ by fewer standard deviations than this are one rate. */
    private static final double NOISE = 3;

    /** A producer may send what it collected all at once. Only a stand-in keeps more than the service's rate up for longer. */
    private static final double BURST_SECONDS = 0.1;

    private static final double WEIGHT_OF_SAMPLE = 0.25;
    private static final double SHORTEST_SECONDS = 0.001;

    private static final int RECENT_PART = 4;
    private static final int FEWEST_RECENT = 10;

    private final double recordsPerSecond;
    private final double bytesPerSecond;
    private final double mostRecordsPerSecond;
    private final double mostBytesPerSecond;
    private final int largestMoment;
    private final double stretch;
    private final Instant until;

    private Density(
            double recordsPerSecond,
            double bytesPerSecond,
            double mostRecordsPerSecond,
            double mostBytesPerSecond,
            int largestMoment,
            double stretch,
            Instant until) {
        this.recordsPerSecond = recordsPerSecond;
        this.bytesPerSecond = bytesPerSecond;
        this.mostRecordsPerSecond = mostRecordsPerSecond;
        this.mostBytesPerSecond = mostBytesPerSecond;
        this.largestMoment = largestMoment;
        this.stretch = stretch;
        this.until = until;
    }

    /** Returns the density of records that were read one after another and did not all arrive in one moment. */
    static Density surveyed(Moments moments) {
        double mostRecords = Math.max(RECORDS_PER_SECOND, moments.records() / (moments.seconds() + BURST_SECONDS));
        double mostBytes = Math.max(BYTES_PER_SECOND, moments.bytes() / (moments.seconds() + BURST_SECONDS));
        // A silence before a burst says nothing of the burst: what came last counts if it is denser than the whole.
        double whole = Math.min(moments.recordsPerSecond(), mostRecords);
        double records = Math.max(whole, Math.min(moments.recentRecordsPerSecond(), mostRecords));
        return new Density(
                records,
                Math.min(records * moments.meanBytes(), mostBytes),
                mostRecords,
                mostBytes,
                moments.largest(),
                moments.seconds() * whole / records,
                moments.last());
    }

    double recordsPerSecond() {
        return recordsPerSecond;
    }

    double bytesPerSecond() {
        return bytesPerSecond;
    }

    double meanBytes() {
        return bytesPerSecond / recordsPerSecond;
    }

    /** Returns the most records that the shard takes in a second: as the service allows, or what a stand-in was seen to take. */
    double mostRecordsPerSecond() {
        return mostRecordsPerSecond;
    }

    double mostBytesPerSecond() {
        return mostBytesPerSecond;
    }

    /** Returns whether an end between two moments can keep the bound. Records of one moment lie between no two times. */
    boolean dividesByTime(Bound bound) {
        return bound.holds(2.0 * largestMoment, 2.0 * largestMoment * meanBytes());
    }

    /** Returns for how many seconds further on this may be taken to hold. */
    double reach() {
        return REACH * stretch;
    }

    /** Returns whether this still says something of the records from a time on. */
    boolean holdsAt(Instant time) {
        return seconds(until, time) <= reach();
    }

    /** Returns whether a sample further on has so much higher a rate that chance does not explain it. */
    boolean isBelow(Moments sample) {
        return isKnown(sample)
                && (rate(sample) > recordsPerSecond * noise(sample)
                        || bytesRate(sample) > bytesPerSecond * noise(sample) * noise(sample));
    }

    /**
     * Returns the density after a sample further on.
     *
     * @param step the seconds up to the sample
     */
    Density after(Moments sample, double step) {
        if (!isKnown(sample)) {
            return with(recordsPerSecond, bytesPerSecond, sample, stretch + step);
        }
        boolean changed = isBelow(sample) || rate(sample) * noise(sample) < recordsPerSecond;
        return changed
                ? with(rate(sample), bytesRate(sample), sample, Math.max(step, sample.seconds()))
                : with(
                        average(recordsPerSecond, rate(sample)),
                        average(bytesPerSecond, bytesRate(sample)),
                        sample,
                        stretch + step);
    }

    private Density with(double records, double bytes, Moments sample, double newStretch) {
        return new Density(
                records,
                bytes,
                mostRecordsPerSecond,
                mostBytesPerSecond,
                Math.max(largestMoment, sample.largest()),
                newStretch,
                sample.last());
    }

    /** Returns the sample's records a second. Records of one moment, more than ever before, are taken for the fullest shard. */
    double rate(Moments sample) {
        return sample.isOneMoment() ? mostRecordsPerSecond : Math.min(sample.recordsPerSecond(), mostRecordsPerSecond);
    }

    double bytesRate(Moments sample) {
        return Math.min(rate(sample) * sample.meanBytes(), mostBytesPerSecond);
    }

    /** A sample within one moment says nothing of the rate if moments are known to hold so many records. */
    private boolean isKnown(Moments sample) {
        return !sample.isOneMoment() || isSurprising(sample);
    }

    /** Returns whether a sample has more records in one moment than were ever seen, so that a new survey is due. */
    boolean isSurprising(Moments sample) {
        return sample.isOneMoment() && sample.records() > Math.max(1, largestMoment);
    }

    private static double noise(Moments sample) {
        return 1 + NOISE / Math.sqrt(sample.records());
    }

    private static double average(double before, double sample) {
        return before * (1 - WEIGHT_OF_SAMPLE) + sample * WEIGHT_OF_SAMPLE;
    }

    static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1_000.0;
    }

    /** Records in the shard's order, by the moments (milliseconds) in which they arrived. */
    static final class Moments {

        private Instant first;
        private Instant previous;
        private Instant earliest;
        private Instant latest;
        private double longestStepBack;
        private final List<Instant> arrivals = new ArrayList<>();
        private long records;
        private long bytes;
        private int firstMoment;
        private int lastMoment;
        private int largest;
        private boolean oneMoment = true;

        static Moments of(RecordPage page) {
            Moments moments = new Moments();
            page.records().forEach(moments::add);
            return moments;
        }

        void add(Record record) {
            Instant arrival = record.approximateArrivalTimestamp();
            oneMoment = oneMoment && (first == null || arrival.equals(first));
            first = first == null ? arrival : first;
            lastMoment = arrival.equals(previous) ? lastMoment + 1 : 1;
            firstMoment += oneMoment ? 1 : 0;
            largest = Math.max(largest, lastMoment);
            if (previous != null) {
                longestStepBack = Math.max(longestStepBack, Density.seconds(arrival, previous));
            }
            earliest = earliest == null || arrival.isBefore(earliest) ? arrival : earliest;
            latest = latest == null || arrival.isAfter(latest) ? arrival : latest;
            previous = arrival;
            arrivals.add(arrival);
            records++;
            bytes += RecordPage.bytes(record);
        }

        void add(List<Record> some) {
            some.forEach(this::add);
        }

        long records() {
            return records;
        }

        long bytes() {
            return bytes;
        }

        double meanBytes() {
            return Math.max(1, (double) bytes / records);
        }

        boolean isOneMoment() {
            return oneMoment;
        }

        int largest() {
            return largest;
        }

        Instant last() {
            return latest;
        }

        /** Returns how long the records took to arrive, without the error of times that run backwards. */
        double seconds() {
            return Math.max(SHORTEST_SECONDS, Density.seconds(earliest, latest) - longestStepBack);
        }

        /** Returns the rate of the last quarter of the records; 0 if they are few or arrived in one moment. */
        double recentRecordsPerSecond() {
            List<Instant> recent = arrivals.subList(arrivals.size() - arrivals.size() / RECENT_PART, arrivals.size());
            if (recent.size() < FEWEST_RECENT) {
                return 0;
            }
            double seconds = Density.seconds(recent.get(0), recent.get(recent.size() - 1)) - longestStepBack;
            return seconds <= 0 ? 0 : (recent.size() - 1) / seconds;
        }

        /** Returns the rate between the first and the last moment, either of which may be cut off. */
        double recordsPerSecond() {
            return oneMoment
                    ? records / SHORTEST_SECONDS
                    : Math.max(1, records - Math.min(firstMoment, lastMoment)) / seconds();
        }
    }
}
