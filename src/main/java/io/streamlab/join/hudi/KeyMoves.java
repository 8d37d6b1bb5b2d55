package io.streamlab.join.hudi;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.streamlab.join.config.JobColumns;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * Finds keys of a table without {@link JobColumns#RECORD_KEY} that would get a second row.
 *
 * <ol>
 *   <li>Hudi 0.14.0 writes the key {@code urn:uuid:1} into the file of bucket 1.
 *   <li>The job starts with Hudi 1.0.2, which looks for the key in bucket 2.
 *   <li>An update of the key finds no row there and becomes a second one.
 * </ol>
 */
final class KeyMoves {
    private static final String KEY = "_hoodie_record_key";
    private static final String FILE = "_hoodie_file_name";

    private KeyMoves() {}

    /**
     * Returns a sentence that names such a key; empty if there is none. Reads the table's keys only if another Hudi may have
     * written it.
     */
    static Optional<String> problem(SparkSession spark, TablePlan plan, ExistingTable table) {
        boolean isOfPresentHudi = table.latest()
                .map(latest -> latest.notes().get(HudiVersion.NOTE))
                .filter(version -> !version.isEmpty() && version.equals(HudiVersion.present()))
                .isPresent();
        if (isOfPresentHudi || !plan.bucketsOfHudi().isPresent()) {
            return Optional.empty();
        }
        BucketsOfHudi buckets = plan.bucketsOfHudi().get();
        return TableSnapshot.read(spark, plan.path())
                .flatMap(rows -> anyElsewhere(rows, buckets))
                .map(key -> "the table in " + plan.path() + " was made without the column '" + JobColumns.RECORD_KEY
                        + "', and Hudi " + HudiVersion.present() + " does not look for its key '" + key
                        + "' in the file that has the key's row: an update would become a second row. Go on with the Hudi "
                        + "that wrote the table, or copy the table with --migrate_from");
    }

    private static Optional<String> anyElsewhere(Dataset<Row> rows, BucketsOfHudi buckets) {
        List<Row> moved = rows.select(col(KEY), col(FILE))
                // Other keys are hashed as a whole, by every version.
                .where(col(KEY).contains(":"))
                .where(udf((UDF2<String, String, Boolean>) buckets::isElsewhere, DataTypes.BooleanType)
                        .apply(col(KEY), col(FILE)))
                .select(col(KEY))
                .takeAsList(1);
        return moved.stream().map(row -> row.getString(0)).findFirst();
    }
}
