package io.streamlab.join.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.anydata.AnyObject;
import io.streamlab.join.anydata.AnyRecord;
import io.streamlab.join.anydata.AnyRecords;
import io.streamlab.join.anydata.AnySchema;
import io.streamlab.join.anydata.Cells;
import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.catalog.SourceTables;
import io.streamlab.join.columns.StreamColumns;
import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import io.streamlab.kinesis.spark.TestLength;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Payloads of any schema, read by the catalog's types: each object has the values that were written, or is rejected for its fault. */
class AnyDataTest {
    private static final int SCHEMAS = TestLength.of(30, 1_000);
    private static final int RECORDS = 300;
    private static final long FIRST_SEED = Long.getLong("any.data.seed", new Random().nextInt(1_000_000));

    @Test
    void objectsHaveTheValuesThatWereWrittenAndTheOrderOfTheirEvents() throws RejectedRecordException {
        Map<String, Integer> fates = new TreeMap<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEMAS; seed++) {
            Random random = new Random(seed);
            AnySchema schema = AnySchema.of(random);
            List<AnyRecord> records = new AnyRecords(schema, RECORDS, true, random).next(RECORDS);
            assertThat(problems(schema, records))
                    .as("any.data.seed=%d: %s", seed, schema)
                    .isEmpty();
            records.stream()
                    .flatMap(record -> record.objects().stream())
                    .forEach(object -> fates.merge(object.isRejected() ? object.reason() : "ROW", 1, Integer::sum));
        }
        assertThat(fates)
                .as("what becomes of objects")
                .containsOnlyKeys(
                        "ROW",
                        "NOT_JSON",
                        "NOT_AN_OBJECT",
                        "BROKEN_GZIP",
                        "MISSING_RECORD_KEY",
                        "MISSING_ORDERING_VALUE",
                        "UNREADABLE_ORDERING_VALUE",
                        "TYPE_MISMATCH");
    }

    private static List<String> problems(AnySchema schema, List<AnyRecord> records) throws RejectedRecordException {
        JobConfig config = config(schema);
        Map<String, String> types = new LinkedHashMap<>();
        schema.columns().forEach(column -> types.put(column.name(), column.hiveType()));
        SourceTable source = SourceTables.parse(types);
        StreamColumns columns = TableColumns.of(source.schema(), config).stream();
        PayloadReader reader = new PayloadReader(
                config.source().payloadFormat(),
                new JsonRecordReader(
                        columns.record(),
                        source.fields(),
                        config.target().recordKey(),
                        config.target().orderingField(),
                        config.source().nonFiniteNumbers(),
                        config.target().keepsUnknownFields()));
        EventOrder order = new EventOrder(
                columns.record(),
                config.target().orderingField(),
                config.target().orderingFormat(),
                config.target().maxFuture());
        List<String> problems = new ArrayList<>();
        Map<Comparable<?>, String> orders = new HashMap<>();
        for (AnyRecord record : records) {
            List<ReadObject> objects = reader.read(record.payload());
            if (objects.size() != record.objects().size()) {
                problems.add(objects.size() + " objects are read, and not " + record.objects());
                continue;
            }
            for (int i = 0; i < objects.size(); i++) {
                AnyObject expected = record.objects().get(i);
                try {
                    Row row = objects.get(i).row();
                    String place = order.of(row, 0, "0", 0);
                    problems.addAll(problems(expected, row, columns, schema));
                    if (!expected.isRejected()) {
                        orders.put(expected.place(), place);
                    }
                } catch (RejectedRecordException e) {
                    if (!e.reason().name().equals(expected.reason())) {
                        problems.add(e.reason() + " " + e.getMessage() + ", and not " + expected.reason() + ": "
                                + expected.json());
                    }
                    assertThat(objects.get(i).bytes()).isEqualTo(record.keptBytes(expected));
                }
            }
        }
        assertThat(orders.keySet().stream().sorted().map(orders::get))
                .as("order of events")
                .isSorted();
        return problems;
    }

    private static List<String> problems(AnyObject expected, Row row, StreamColumns columns, AnySchema schema) {
        if (expected.isRejected()) {
            return List.of("is accepted, and not " + expected.reason() + ": " + expected.json());
        }
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < columns.row().length(); i++) {
            String column = schema.nameInTable(columns.row().fields()[i].name());
            String actual = Cells.text(row.get(i));
            if (!actual.equals(expected.cells().get(column))) {
                problems.add(column + " has " + actual + " and not "
                        + expected.cells().get(column) + ": " + expected.json());
            }
        }
        return problems;
    }

    private static JobConfig config(AnySchema schema) {
        return ExampleConfig.with(schema.options().entrySet().stream()
                .flatMap(option -> Stream.of(option.getKey(), option.getValue()))
                .toArray(String[]::new));
    }
}
