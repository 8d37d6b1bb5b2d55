package io.streamlab.join.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlab.join.LocalSpark;
import io.streamlab.kinesis.spark.KinesisSchema;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Batches as the Kinesis source gives them. */
public final class KinesisRecords {
    static final Instant ARRIVAL = Instant.parse("2026-01-31T12:00:00Z");

    private KinesisRecords() {}

    /** Records with these payloads: partition keys key-0, key-1 ..., sequence numbers 0, 1 ... of one shard. */
    public static Dataset<Row> of(String... payloads) {
        return of(row -> row, payloads);
    }

    /** @param payloadsAndArrivals a payload, its arrival, the next payload ... */
    static Dataset<Row> arrived(String... payloadsAndArrivals) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < payloadsAndArrivals.length; i += 2) {
            rows.add(record(i / 2, payloadsAndArrivals[i], Instant.parse(payloadsAndArrivals[i + 1])));
        }
        return LocalSpark.session().createDataFrame(rows, KinesisSchema.SCHEMA);
    }

    /** @param whenRead called for every record each time that Spark reads it */
    static Dataset<Row> of(Function<Row, Row> whenRead, String... payloads) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < payloads.length; i++) {
            rows.add(record(i, payloads[i], ARRIVAL));
        }
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        return LocalSpark.session().createDataFrame(context.parallelize(rows, 2).map(whenRead), KinesisSchema.SCHEMA);
    }

    private static Row record(int number, String payload, Instant arrival) {
        return RowFactory.create(
                payload.getBytes(UTF_8),
                "orders",
                "key-" + number,
                Integer.toString(number),
                Timestamp.from(arrival),
                "shardId-000000000000",
                0L,
                Timestamp.from(arrival));
    }
}
