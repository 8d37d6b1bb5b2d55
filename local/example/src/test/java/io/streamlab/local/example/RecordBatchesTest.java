package io.streamlab.local.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordBatchesTest {
    @Test
    void aBatchHoldsAtMostTheEntriesAskedFor() {
        assertThat(batches(SampleRecords.withKeys(IntStream.range(0, 1_100)), 500))
                .extracting(List::size)
                .containsExactly(500, 500, 100);
    }

    @Test
    void aBatchHoldsAtMostFiveMebibytes() {
        List<List<GeneratedRecord>> batches = batches(
                IntStream.range(0, 12)
                        .mapToObj(key -> SampleRecords.withPayloadOf(1_000_000, key))
                        .toList(),
                500);

        assertThat(batches).extracting(List::size).containsExactly(5, 5, 2);
    }

    @Test
    void aRepeatedPartitionKeyBeginsANewBatch() {
        List<List<GeneratedRecord>> batches = batches(SampleRecords.withKeys(1, 2, 3, 2, 4, 2), 500);

        assertThat(batches)
                .extracting(batch -> batch.stream().map(GeneratedRecord::key).toList())
                .containsExactly(List.of("1", "2", "3"), List.of("2", "4"), List.of("2"));
    }

    @Test
    void noRecordIsLostMovedOrDoubled() {
        List<GeneratedRecord> records = new ArrayList<>();
        new OrderGenerator(31, 5).take(20_000).forEachRemaining(records::add);

        assertThat(batches(records, 500)).flatExtracting(batch -> batch).isEqualTo(records);
    }

    @Test
    void nothingIsTakenAheadOfTheBatch() {
        Iterator<GeneratedRecord> records =
                SampleRecords.withKeys(IntStream.range(0, 10)).iterator();

        new RecordBatches(records, 3).next();

        assertThat(records.next().key()).isEqualTo("3");
    }

    @Test
    void afterTheLastBatchThereIsNone() {
        RecordBatches batches = new RecordBatches(List.<GeneratedRecord>of().iterator(), 500);

        assertThat(batches.hasNext()).isFalse();
        assertThatThrownBy(batches::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("No record is left");
    }

    private static List<List<GeneratedRecord>> batches(List<GeneratedRecord> records, int maxEntries) {
        List<List<GeneratedRecord>> batches = new ArrayList<>();
        new RecordBatches(records.iterator(), maxEntries).forEachRemaining(batches::add);
        return batches;
    }
}
