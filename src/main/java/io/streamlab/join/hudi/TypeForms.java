package io.streamlab.join.hudi;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a table holds arrays in its files, and what the catalog calls its timestamps. A table keeps its forms for good, so each
 * commit notes them:
 *
 * <ul>
 *   <li>Arrays have three levels in Parquet. With two, which are the default of parquet-avro, an array cannot hold NULL. Hudi 0.14.0
 *       fails to merge a file of the one form while it writes the other.
 *   <li>Timestamps are {@code timestamp} in the catalog. With Hudi's default they are {@code bigint}, and Athena shows microseconds.
 *       A Hive metastore refuses to change the one into the other.
 * </ul>
 *
 * <p>Commits without the notes are of a job that left both to the defaults.
 */
final class TypeForms {
    /** Of Hudi's sync with the catalog. */
    static final String TIMESTAMPS_OPTION = "hoodie.datasource.hive_sync.support_timestamp";

    private static final Logger LOG = LoggerFactory.getLogger(TypeForms.class);

    private static final String LISTS_NOTE = CommitMetadata.PREFIX + "list_levels";
    private static final String TIMESTAMPS_NOTE = CommitMetadata.PREFIX + "catalog_timestamps";
    private static final String TIMESTAMP = "timestamp";
    private static final String BIGINT = "bigint";

    /** Of parquet-avro, which reads it from Hadoop's settings, for files that it writes and for files that it reads. */
    private static final String TWO_LEVELS = "parquet.avro.write-old-list-structure";

    private final boolean threeLevels;
    private final boolean timestamps;

    private TypeForms(boolean threeLevels, boolean timestamps) {
        this.threeLevels = threeLevels;
        this.timestamps = timestamps;
    }

    /** Returns the forms of a table: those that it has, or those of a new one. */
    static TypeForms of(SparkSession spark, TablePlan plan) {
        Optional<HudiCommit> latest = HudiTimeline.of(spark, plan.path()).latest();
        Map<String, String> notes = latest.map(HudiCommit::notes).orElseGet(Collections::emptyMap);
        boolean areNoted = notes.containsKey(LISTS_NOTE) && notes.containsKey(TIMESTAMPS_NOTE);
        // Lists the table's files, so only if its commits do not say.
        Optional<Dataset<Row>> rows =
                areNoted ? Optional.empty() : latest.flatMap(commit -> TableSnapshot.read(spark, plan.path()));
        boolean threeLevels = notes.containsKey(LISTS_NOTE)
                ? notes.get(LISTS_NOTE).equals("3")
                : !rows.isPresent()
                        || !hasTwoLevels(rows.get(), spark.sessionState().newHadoopConf());
        String chosen = plan.options().get(TIMESTAMPS_OPTION);
        boolean timestamps = chosen != null
                ? Boolean.parseBoolean(chosen)
                : notes.containsKey(TIMESTAMPS_NOTE)
                        ? notes.get(TIMESTAMPS_NOTE).equals(TIMESTAMP)
                        : !rows.isPresent() || !has(rows.get().schema(), TimestampType.class::isInstance);
        return new TypeForms(threeLevels, timestamps);
    }

    /** Lets parquet-avro write and read the table's arrays, in all tasks of the session's jobs. */
    void applyTo(SparkSession spark) {
        spark.sparkContext().hadoopConfiguration().set(TWO_LEVELS, Boolean.toString(!threeLevels));
    }

    /** Logs what readers of a table that was made before have to know. */
    void warnOfFormerForms(StructType columns) {
        if (!timestamps && has(columns, TimestampType.class::isInstance)) {
            LOG.warn(
                    "The catalog calls the table's timestamps bigint, as an earlier version of the job did: Athena and Trino show "
                            + "microseconds. To change that, stop the job, remove the table from the catalog, and start the job "
                            + "with --hudi_options {}=true. The files stay as they are",
                    TIMESTAMPS_OPTION);
        }
        if (!threeLevels && has(columns, ArrayType.class::isInstance)) {
            LOG.warn(
                    "The table's arrays cannot hold NULL, since an earlier version of the job made them: write a new table, "
                            + "from the stream or from this one, if records have NULL inside of arrays");
        }
    }

    /** Returns Hudi's options that make the forms, and the notes on them. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(TIMESTAMPS_OPTION, Boolean.toString(timestamps));
        options.put(TIMESTAMPS_NOTE, timestamps ? TIMESTAMP : BIGINT);
        options.put(LISTS_NOTE, threeLevels ? "3" : "2");
        return options;
    }

    /** Looks into the newest file. All files have all columns, since no column is ever dropped, and the same form. */
    private static boolean hasTwoLevels(Dataset<Row> rows, Configuration configuration) {
        if (!has(rows.schema(), ArrayType.class::isInstance)) {
            return false;
        }
        return Arrays.stream(rows.inputFiles())
                .max(comparing(TypeForms::instant))
                .filter(file -> hasTwoLevels(file, configuration))
                .isPresent();
    }

    private static boolean hasTwoLevels(String file, Configuration configuration) {
        HadoopInputFile input;
        try {
            input = HadoopInputFile.fromPath(new Path(URI.create(file)), configuration);
            try (ParquetFileReader reader = ParquetFileReader.open(input)) {
                return hasTwoLevels(reader.getFileMetaData().getSchema());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The Parquet file cannot be read: " + file, e);
        }
    }

    /** parquet-avro calls the only level inside of a list "array"; Spark's and parquet-avro's three levels have "list" and "element". */
    private static boolean hasTwoLevels(GroupType group) {
        boolean list = group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation;
        return list && group.getType(0).getName().equals("array")
                || group.getFields().stream()
                        .filter(field -> !field.isPrimitive())
                        .map(Type::asGroupType)
                        .anyMatch(TypeForms::hasTwoLevels);
    }

    /** Returns the commit that wrote a file, the last part of the name {@code <file id>_<token>_<instant>.parquet}. */
    private static String instant(String file) {
        return file.substring(file.lastIndexOf('_') + 1);
    }

    private static boolean has(DataType type, Predicate<DataType> wanted) {
        if (wanted.test(type)) {
            return true;
        }
        if (type instanceof ArrayType) {
            return has(((ArrayType) type).elementType(), wanted);
        }
        if (type instanceof MapType) {
            return has(((MapType) type).valueType(), wanted);
        }
        return type instanceof StructType
                && Arrays.stream(((StructType) type).fields()).anyMatch(field -> has(field.dataType(), wanted));
    }
}
