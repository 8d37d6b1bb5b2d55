package io.streamlab.kinesis.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Shares out a batch's ranges to tasks. A small range costs a task's start and two calls, whatever it holds, so a task for
 * each of 4,000 shards would mostly start tasks.
 *
 * <p>A range's weight is about how many records could be read in its time. Ranges are grouped until a task has the weight
 * {@link #TASK_WEIGHT}, but not into fewer tasks than keep the cluster busy.
 */
final class RangeGrouping {

    /** Two seconds at the 2 MB a second of a shard, for records of 400 bytes: long against the start of a task. */
    static final long TASK_WEIGHT = 10_000;

    /** Two calls of about 25 ms. */
    static final long RANGE_WEIGHT = 250;

    /** Ranges of unknown size get a task each, as long as there are so few of them. */
    static final int MOST_TASKS_OF_UNKNOWN = 256;

    /** As many tasks as cores leave cores idle behind the slowest task. */
    private static final int TASKS_A_CORE = 2;

    private RangeGrouping() {}

    /**
     * Returns the tasks of a batch, always the same for the same ranges.
     *
     * @param cores how many tasks the cluster runs at a time
     */
    static List<RangeGroup> of(List<PlannedRange> ranges, int cores) {
        long unknown = ranges.stream().filter(RangeGrouping::isUnknown).count();
        long weightOfUnknown =
                unknown <= MOST_TASKS_OF_UNKNOWN ? TASK_WEIGHT : TASK_WEIGHT * MOST_TASKS_OF_UNKNOWN / unknown;
        List<Task> heaviestFirst = new ArrayList<>();
        long total = 0;
        for (PlannedRange range : ranges) {
            long weight = RANGE_WEIGHT + range.range().expectedRecords().orElse(weightOfUnknown - RANGE_WEIGHT);
            total += weight;
            heaviestFirst.add(new Task(weight, heaviestFirst.size(), range));
        }
        heaviestFirst.sort(Comparator.comparingLong((Task one) -> -one.weight));
        long wanted = Math.max(TASKS_A_CORE * (long) cores, (total + TASK_WEIGHT - 1) / TASK_WEIGHT);
        int tasks = (int) Math.min(ranges.size(), wanted);
        return grouped(heaviestFirst, tasks);
    }

    private static boolean isUnknown(PlannedRange range) {
        return !range.range().expectedRecords().isPresent();
    }

    /** Gives each range, the heaviest first, to the task that has least so far. */
    private static List<RangeGroup> grouped(List<Task> heaviestFirst, int count) {
        List<Task> tasks = new ArrayList<>(heaviestFirst.subList(0, count));
        PriorityQueue<Task> lightestFirst = new PriorityQueue<>(
                Comparator.comparingLong((Task task) -> task.weight).thenComparingInt(task -> task.number));
        lightestFirst.addAll(tasks);
        for (Task more : heaviestFirst.subList(count, heaviestFirst.size())) {
            Task lightest = lightestFirst.remove();
            lightest.add(more);
            lightestFirst.add(lightest);
        }
        List<RangeGroup> groups = new ArrayList<>(tasks.size());
        tasks.forEach(task -> groups.add(new RangeGroup(task.ranges)));
        return groups;
    }

    private static final class Task {

        private final int number;
        private final List<PlannedRange> ranges = new ArrayList<>();
        private long weight;

        Task(long weight, int number, PlannedRange range) {
            this.weight = weight;
            this.number = number;
            this.ranges.add(range);
        }

        void add(Task other) {
            weight += other.weight;
            ranges.addAll(other.ranges);
        }
    }
}
