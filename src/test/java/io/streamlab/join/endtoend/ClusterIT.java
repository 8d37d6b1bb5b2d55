package io.streamlab.join.endtoend;

import static io.streamlab.join.endtoend.Pipeline.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * The job on a Spark cluster, where executors are JVMs of their own, as on Glue: read, parse, lookup, partitions, re-enrichment,
 * a lost executor and a stop in one story. {@code CLUSTER_WORKERS=2 scripts/test --only EndToEndIT,TableLifeIT} runs other
 * stories there.
 */
class ClusterIT extends TestedPipeline {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int WORKERS = 2;

    /** About 4 MB, where a page of a scan ends at 1 MB. */
    private static final int REFERENCE_ITEMS = 4_000;

    private static final int VALUE_LENGTH = 1_000;

    private static final Map<String, String> ARGUMENTS = Map.of(
            "cluster", Integer.toString(WORKERS),
            "partition_fields", "month(orderdate)",
            "join_comparison", "ignore_case",
            "reenrich", "true");

    @Test
    void rowsAreRightAlthoughAnExecutorDiesAndEveryRowFollowsItsReferenceItem() {
        pipeline.putNumberedReferences(REFERENCE_ITEMS, VALUE_LENGTH);
        pipeline.putRecords(orders(0, 2_000, "1/4/10"));
        SubmittedJob job = pipeline.start(ARGUMENTS);
        job.awaitRecordsRead(2_000);
        List<ProcessHandle> executors = job.executors();
        assertThat(executors).as("executors in JVMs of their own").isNotEmpty();

        executors.get(0).destroyForcibly();
        // The first thousand move to another partition.
        pipeline.putRecords(orders(0, 1_000, "2/5/10"));
        pipeline.putRecords(orders(2_000, 3_000, "2/6/10"));
        pipeline.putReference("7", "Country 7", "renamed");
        job.awaitRecordsRead(4_000);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        pipeline.table(reader).where("combinedname = 'renamed'").count())
                .as("rows of the item that has changed; the job's output: %s", job.lastLines(5))
                .isEqualTo(3));
        job.terminate();

        assertThat(job.awaitExit()).as(job.output()).isZero();
        assertThat(job.output()).contains("Stopped between two batches");
        Dataset<Row> table = pipeline.table(reader);
        assertThat(table.select("uuid").collectAsList())
                .extracting(row -> Integer.parseInt(row.getString(0)))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 3_000).boxed().toList());
        assertThat(table.where("code = cast(uuid as int) % 1000 and combinedname "
                                + "= if(code = '7', 'renamed', concat(repeat('x', 1000), code))")
                        .count())
                .as("rows with their reference item")
                .isEqualTo(3_000);
        assertThat(table.where("orderdate_month = if(cast(uuid as int) between 1000 and 1999, '2010-01', '2010-02')")
                        .count())
                .as("rows in the partition of their latest version")
                .isEqualTo(3_000);
    }

    /** Each country's name is in lower case in every other order. */
    private static List<String> orders(int from, int to, String orderDate) {
        List<String> orders = new ArrayList<>();
        for (int uuid = from; uuid < to; uuid++) {
            String country = "Country " + uuid % 1_000;
            orders.add(order(uuid, uuid % 2 == 0 ? country : country.toLowerCase(Locale.ROOT), orderDate));
        }
        return orders;
    }
}
