package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.text.SortableText;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablePartitionsTest {
    private static final StructType ROWS = StructType.fromDDL("_event_order string, uuid string, region string");

    @Test
    void tableWithoutPartitionsGetsNoColumns() {
        TablePartitions none = partitions();

        assertThat(none.columns()).isEmpty();
        assertThat(none.addTo(ROWS)).isEqualTo(ROWS);
        assertThat(none.letRowsMove()).isFalse();
        assertThat(none.notes()).isEmpty();
    }

    @Test
    void datesOfEventsAndTheMarkOfRowsThatMoveAreColumnsOfTheirOwn() {
        TablePartitions partitions = partitions("partition_fields", "region,month(orderdate)");

        assertThat(partitions.columns()).containsExactly("region", "orderdate_month");
        assertThat(partitions.addTo(ROWS))
                .isEqualTo(ROWS.add("orderdate_month", "string").add("_hoodie_is_deleted", "boolean"));
    }

    @ParameterizedTest
    @CsvSource({"year, 2026", "month, 2026-01", "day, 2026-01-31"})
    void dateIsThatOfTheOrderOfEventsInUtc(String unit, String value) {
        TablePartitions partitions = partitions("partition_fields", unit + "(orderdate)", "unique_keys", "partition");
        String order = new SortableText()
                .add(Instant.parse("2026-01-31T23:59:59.999999Z"))
                .toString();
        Dataset<Row> rows = LocalSpark.session().createDataFrame(List.of(RowFactory.create(order, "1", "Asia")), ROWS);

        assertThat(partitions.addTo(rows).schema()).isEqualTo(partitions.addTo(ROWS));
        assertThat(partitions.addTo(rows).head().getString(3)).isEqualTo(value);
        assertThat(partitions.addTo(partitions.addTo(rows)).schema())
                .as("of rows that were read from the table")
                .isEqualTo(partitions.addTo(ROWS));
    }

    @Test
    void markThatTheRowsHaveIsNotAddedAgain() {
        StructType withDeletes = ROWS.add("_hoodie_is_deleted", "boolean");

        assertThat(partitions("partition_fields", "region").addTo(withDeletes)).isEqualTo(withDeletes);
    }

    @Test
    void rowsDoNotMoveWhereTheirPartitionIsPartOfTheirKey() {
        assertThat(partitions("partition_fields", "region", "record_key", "uuid,region")
                        .letRowsMove())
                .isFalse();
        assertThat(partitions("partition_fields", "region,day(orderdate)", "record_key", "uuid,region")
                        .letRowsMove())
                .isTrue();
        assertThat(partitions("partition_fields", "region", "unique_keys", "partition")
                        .letRowsMove())
                .isFalse();
    }

    private static TablePartitions partitions(String... keysAndValues) {
        return new TablePartitions(ExampleConfig.with(keysAndValues).target());
    }
}
