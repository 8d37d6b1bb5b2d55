package io.streamlab.kinesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import io.streamlab.kinesis.offset.ShardRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RangeGroupingTest {

    @Test
    void noRangesMakeNoTask() {
        assertThat(RangeGrouping.of(List.of(), 8)).isEmpty();
    }

    @Test
    void manySmallRangesShareTasks() {
        List<RangeGroup> tasks = RangeGrouping.of(ranges(4_000, 5), 16);

        assertThat(tasks).hasSize(102);
        assertThat(tasks).allSatisfy(task -> assertThat(task.ranges()).hasSizeBetween(25, 60));
    }

    @Test
    void fewSmallRangesUseTheWholeCluster() {
        assertThat(RangeGrouping.of(ranges(100, 5), 16)).hasSize(32);
        assertThat(RangeGrouping.of(ranges(20, 5), 16)).hasSize(20);
        assertThat(RangeGrouping.of(ranges(1, 5), 16)).hasSize(1);
    }

    @Test
    void everyLargeRangeHasATaskOfItsOwn() {
        assertThat(RangeGrouping.of(ranges(300, 100_000), 4)).hasSize(300);
    }

    @Test
    void smallRangesDoNotWaitBehindALargeOne() {
        List<PlannedRange> ranges = new ArrayList<>(ranges(100, 5));
        ranges.add(range(100, OptionalLong.of(100_000)));

        List<RangeGroup> tasks = RangeGrouping.of(ranges, 2);

        assertThat(tasks)
                .filteredOn(task -> task.ranges().contains(ranges.get(100)))
                .singleElement()
                .satisfies(task -> assertThat(task.ranges()).hasSize(1));
    }

    @Test
    void rangesOfUnknownSizeHaveATaskEachAsLongAsTheyAreFew() {
        List<PlannedRange> few = new ArrayList<>(ranges(100, 5));
        for (int i = 0; i < 200; i++) {
            few.add(range(100 + i, OptionalLong.empty()));
        }
        List<PlannedRange> many = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            many.add(range(i, OptionalLong.empty()));
        }

        assertThat(RangeGrouping.of(few, 2)).hasSizeGreaterThanOrEqualTo(200);
        assertThat(RangeGrouping.of(many, 2)).hasSizeBetween(200, RangeGrouping.MOST_TASKS_OF_UNKNOWN);
    }

    @Property(tries = 300)
    void everyRangeHasExactlyOneTaskAndNoTaskIsFarFromTheLightest(
            @ForAll @Size(max = 300) List<@LongRange(min = -1, max = 200_000) Long> sizes,
            @ForAll @IntRange(min = 1, max = 64) int cores) {
        List<PlannedRange> ranges = new ArrayList<>();
        for (long size : sizes) {
            ranges.add(range(ranges.size(), size < 0 ? OptionalLong.empty() : OptionalLong.of(size)));
        }

        List<RangeGroup> tasks = RangeGrouping.of(ranges, cores);

        assertThat(tasks.stream().flatMap(task -> task.ranges().stream()).toList())
                .containsExactlyInAnyOrderElementsOf(ranges);
        assertThat(tasks).hasSizeGreaterThanOrEqualTo(Math.min(ranges.size(), 2 * cores));
        assertThat(tasks).allSatisfy(task -> assertThat(task.ranges()).isNotEmpty());
        assertThat(RangeGrouping.of(ranges, cores).toString()).isEqualTo(tasks.toString());
    }

    private static List<PlannedRange> ranges(int count, long records) {
        List<PlannedRange> ranges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ranges.add(range(i, OptionalLong.of(records)));
        }
        return ranges;
    }

    private static PlannedRange range(int shard, OptionalLong records) {
        ShardOffset offset = ShardOffset.reading("1", ShardPosition.after("2"), Instant.EPOCH)
                .withRecords(records);
        String shardId = String.format("shardId-%012d", shard);
        return new PlannedRange(ShardRange.of(shardId, null, offset).orElseThrow(), Optional.empty());
    }
}
