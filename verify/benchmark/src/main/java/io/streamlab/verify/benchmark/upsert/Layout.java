package io.streamlab.verify.benchmark.upsert;

import io.streamlab.verify.benchmark.Orders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the job's table is laid out. */
enum Layout {
    WHOLE("no partitions"),
    /** A key always comes with the same partition. */
    UNIQUE_IN_PARTITION("by region, keys unique there", "--unique_keys", "partition"),
    /** Work for two cores in a single partition. */
    TWO_BUCKETS("the same, two buckets", "--unique_keys", "partition", "--expected_partition_rows", "600000"),
    /** The row that a key has elsewhere is searched for. */
    UNIQUE_IN_TABLE("keys unique in the table", "--unique_keys", "table");

    private final String title;
    private final List<String> arguments;

    Layout(String title, String... partitioned) {
        this.title = title;
        // The table's name is its query's, too, and these run in one Spark.
        this.arguments = new ArrayList<>(List.of("--target_table", name().toLowerCase(Locale.ROOT)));
        if (partitioned.length > 0) {
            arguments.addAll(List.of("--partition_fields", Orders.PARTITION_FIELD));
            arguments.addAll(List.of(partitioned));
        }
    }

    /** For people and for the report. */
    String title() {
        return title;
    }

    /** Of the job. */
    List<String> arguments() {
        return arguments;
    }
}
