package io.streamlab.join.endtoend;

import static io.streamlab.join.endtoend.Pipeline.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The very jar that goes to Glue, under spark-submit, against the stand-in. */
class EndToEndIT extends TestedPipeline {
    @Test
    void enrichesRecordsInTheOrderOfEventsAndKeepsUnmatchedAndRejectedOnes() {
        pipeline.putRecords(List.of(
                order(1, "India", "1/4/10"),
                order(2, "China", "2/28/10"),
                order(3, "United Kingdom", "2/15/11"),
                // As texts, the dates of these two have the other order.
                order(5, "India", "10/11/15"),
                order(5, "China", "9/24/12"),
                "{\"uuid\": 6, \"country\": \"India\", \"orderdate\": \"2/30/10\"}",
                "{\"uuid\": 4, \"country\": ",
                "{\"country\": \"India\", \"orderdate\": \"1/4/10\"}"));

        SubmittedJob job = pipeline.drain();

        assertThat(job.awaitExit()).as(job.output()).isZero();
        Dataset<Row> table = pipeline.table(reader);
        assertThat(table.columns())
                .filteredOn(column -> !column.startsWith("_hoodie_"))
                .containsExactly(
                        "_event_order",
                        "uuid",
                        "itemtype",
                        "saleschannel",
                        "orderpriority",
                        "orderdate",
                        "region",
                        "shipdate",
                        "unitssold",
                        "impressiontime",
                        "code",
                        "combinedname",
                        "_record_key");
        assertThat(table.select("uuid", "orderdate", "code", "combinedname").collectAsList())
                .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(2), row -> row.get(3))
                .containsExactlyInAnyOrder(
                        tuple("1", "1/4/10", "IN", "IN-India"),
                        tuple("2", "2/28/10", "CN", "CN-China"),
                        tuple("3", "2/15/11", null, null),
                        tuple("5", "10/11/15", "IN", "IN-India"));
        assertThat(pipeline.rejected(reader)
                        .selectExpr("reason", "cast(payload as string)")
                        .collectAsList())
                .extracting(row -> row.getString(0), row -> row.getString(1))
                .containsExactlyInAnyOrder(
                        tuple(
                                "UNREADABLE_ORDERING_VALUE",
                                "{\"uuid\": 6, \"country\": \"India\", \"orderdate\": \"2/30/10\"}"),
                        tuple("NOT_JSON", "{\"uuid\": 4, \"country\": "),
                        tuple("MISSING_RECORD_KEY", "{\"country\": \"India\", \"orderdate\": \"1/4/10\"}"));
    }

    @Test
    void goesOnFromTheCheckpointWithoutLosingOrDoublingRecords() {
        pipeline.putRecords(orders(0, 200));
        assertThat(pipeline.drain().awaitExit()).isZero();

        pipeline.putRecords(orders(200, 300));
        SubmittedJob second = pipeline.drain();

        assertThat(second.awaitExit()).as(second.output()).isZero();
        assertThat(second.reports())
                .extracting(report -> report.get("records_read").asInt())
                .containsExactly(100);
        assertThat(second.reports()).allSatisfy(report -> {
            assertThat(report.get("source_records_read").asInt()).isEqualTo(100);
            assertThat(report.get("source_bytes_read").asLong())
                    .isPositive()
                    .isLessThanOrEqualTo(report.get("source_bytes_fetched").asLong());
            assertThat(report.get("source_data_losses").asInt()).isZero();
            assertThat(report.get("source_shards_skipped").asInt()).isZero();
            assertThat(report.get("source_ms_behind").asLong()).isZero();
        });
        assertThat(keysOf(pipeline.table(reader))).containsExactlyInAnyOrderElementsOf(keys(0, 300));
    }

    @Test
    void losesAndDoublesNothingWhenItIsKilledWhileItRuns() {
        pipeline.putRecords(orders(0, 100));
        SubmittedJob killed = pipeline.start();
        killed.awaitRecordsRead(100);
        // The next batch is somewhere between planned and committed when the process dies.
        pipeline.putRecords(orders(100, 400));
        killed.kill();

        SubmittedJob next = pipeline.drain();

        assertThat(next.awaitExit()).as(next.output()).isZero();
        assertThat(keysOf(pipeline.table(reader))).containsExactlyInAnyOrderElementsOf(keys(0, 400));
    }

    @Test
    void stopsBetweenBatchesOnSigterm() {
        pipeline.putRecords(orders(0, 50));
        SubmittedJob job = pipeline.start();
        job.awaitRecordsRead(50);

        job.terminate();

        assertThat(job.awaitExit()).as(job.output()).isZero();
        assertThat(job.output()).contains("Stopped between two batches");
        assertThat(keysOf(pipeline.table(reader))).containsExactlyInAnyOrderElementsOf(keys(0, 50));
    }

    @Test
    void joinsEveryItemOfAReferenceTableOfSeveralPages() {
        int items = 5_000;
        // About 5 MB, where a page of a scan ends at 1 MB.
        pipeline.putNumberedReferences(items, 1_000);
        List<String> records = IntStream.range(0, items)
                .mapToObj(number -> order(number, "Country " + number, "1/4/10"))
                .toList();
        pipeline.putRecords(records);

        SubmittedJob job = pipeline.drain();

        assertThat(job.awaitExit()).as(job.output()).isZero();
        assertThat(job.reports()).allSatisfy(report -> {
            assertThat(report.get("reference_items").asInt()).isEqualTo(items + 4);
            assertThat(report.get("reference_pages").asInt()).isGreaterThan(4);
        });
        Dataset<Row> table = pipeline.table(reader);
        assertThat(table.count()).isEqualTo(items);
        assertThat(table.where("code = uuid and combinedname like concat('x%', uuid)")
                        .count())
                .isEqualTo(items);
    }

    @Test
    void failsWithTheCauseOnTheLastLinesWhenTheReferenceTableIsMissing() {
        pipeline.putRecords(orders(0, 1));

        SubmittedJob job = pipeline.drain(Map.of("lookup_table", "no_such_table"));

        assertThat(job.awaitExit()).isEqualTo(1);
        assertThat(job.lastLines(6))
                .contains("The job failed.")
                .contains("Reference table no_such_table: DynamoDB has no such table");
    }

    @Test
    void stopsAtARottenBatchBeforeAnythingOfItIsInTheTable() {
        pipeline.putRecords(List.of(order(1, "India", "1/4/10"), "rotten", order(2, "India", "1/4/10"), "spoiled"));

        SubmittedJob job = pipeline.drain(Map.of("max_rejected_percent", "49"));

        assertThat(job.awaitExit()).isEqualTo(1);
        assertThat(job.lastLines(6))
                .contains("Batch 0: 2 of its 4 records were rejected, 50.0 %, where --max_rejected_percent is 49")
                .contains("Most of them, 2, for NOT_JSON");
        assertThat(pipeline.rejected(reader).count()).isEqualTo(2);
        assertThat(pipeline.hasTable(reader)).isFalse();
    }

    @Test
    void refusesHudiOptionsThatOtherArgumentsDecide() {
        SubmittedJob job = pipeline.drain(Map.of("hudi_options", "hoodie.table.name=other"));

        assertThat(job.awaitExit()).isEqualTo(2);
        assertThat(job.lastLines(3)).contains("--hudi_options may not set hoodie.table.name");
    }

    private static List<String> orders(int from, int to) {
        List<String> orders = new ArrayList<>();
        for (int uuid = from; uuid < to; uuid++) {
            orders.add(order(uuid, "India", "1/4/10"));
        }
        return orders;
    }

    private static List<String> keys(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static List<String> keysOf(Dataset<Row> table) {
        return table.select("uuid").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
