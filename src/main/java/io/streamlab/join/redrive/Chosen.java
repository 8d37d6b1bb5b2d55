package io.streamlab.join.redrive;

import static org.apache.spark.sql.functions.asc;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.encode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;

import io.streamlab.join.config.RedriveConfig;
import io.streamlab.join.record.RedriveLedger;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rejected records that a run is about, each once, with the id that the ledger knows them by. */
final class Chosen {
    private static final String NOTED = "noted";

    /**
     * The place of a record in the stream, with its key. The id has the payload as well: awslabs' source does not say where a
     * record lay in an aggregate. A record that two checkpoints rejected has one id.
     */
    private static final String IDENTITY = "concat_ws('\\n', coalesce(stream, '-'), coalesce(sequence_number, '-'), "
            + "coalesce(cast(sub_sequence_number as string), '-'), coalesce(cast(object_number as string), '-'), "
            + "coalesce(partition_key, '-'))";

    private final Dataset<Row> records;

    private Chosen(Dataset<Row> records) {
        this.records = records;
    }

    /**
     * Chooses records.
     *
     * @param rejected with the columns of the rejected records
     * @param ledger the ids of those that were put back
     * @param stream the stream that they go to; the same record has another id for another stream
     */
    static Chosen of(Dataset<Row> rejected, Dataset<Row> ledger, String stream, RedriveConfig config) {
        Column id = sha2(
                concat(
                        encode(concat_ws("\n", lit(stream), expr(IDENTITY), lit("")), "UTF-8"),
                        expr("coalesce(payload, binary(''))")),
                256);
        Dataset<Row> identified = rejected.where(condition(config))
                .withColumn(RedriveLedger.ID, id)
                .dropDuplicates(RedriveLedger.ID);
        Dataset<Row> noted = ledger.distinct().withColumn(NOTED, lit(true));
        return new Chosen(identified
                .join(noted, identified.col(RedriveLedger.ID).equalTo(noted.col(RedriveLedger.ID)), "left_outer")
                .drop(noted.col(RedriveLedger.ID))
                .withColumn(NOTED, coalesce(col(NOTED), lit(false))));
    }

    private static Column condition(RedriveConfig config) {
        Column condition = lit(true);
        if (!config.reasons().isEmpty()) {
            condition = condition.and(col("reason").isin(config.reasons().toArray()));
        }
        if (config.batch().isPresent()) {
            condition =
                    condition.and(col("batch_id").equalTo(config.batch().get().batchId()));
            Optional<String> query = config.batch().get().queryId();
            if (query.isPresent()) {
                condition = condition.and(col("query_id").equalTo(query.get()));
            }
        }
        if (config.from().isPresent()) {
            condition = condition.and(
                    expr("unix_micros(arrival_time)").geq(micros(config.from().get())));
        }
        if (config.until().isPresent()) {
            condition = condition.and(
                    expr("unix_micros(arrival_time)").lt(micros(config.until().get())));
        }
        return condition;
    }

    private static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000L);
    }

    /** Returns how many there are of each reason: those that were put back before, and those that are left. */
    SortedMap<String, ReasonCount> counts() {
        SortedMap<String, ReasonCount> counts = new TreeMap<>();
        for (Row row :
                records.groupBy(col("reason"), col(NOTED)).agg(count(lit(1))).collectAsList()) {
            long number = row.getLong(2);
            counts.merge(
                    row.getString(0),
                    row.getBoolean(1) ? new ReasonCount(0, number) : new ReasonCount(number, 0),
                    ReasonCount::plus);
        }
        return counts;
    }

    /** Returns those that are left, in the order in which they arrived: redrive_id string, partition_key string, payload binary. */
    Dataset<Row> left() {
        return records.where(col(NOTED).equalTo(false))
                .orderBy(
                        asc("arrival_time"),
                        // Sequence numbers are numbers without a fixed length.
                        expr("length(sequence_number)").asc(),
                        asc("sequence_number"),
                        asc("sub_sequence_number"),
                        asc("object_number"))
                .select(RedriveLedger.ID, "partition_key", "payload");
    }
}
