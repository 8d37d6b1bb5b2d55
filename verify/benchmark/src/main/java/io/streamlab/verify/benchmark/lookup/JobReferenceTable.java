package io.streamlab.verify.benchmark.lookup;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The job's reader of the reference table, out of the jar that goes to Glue.
 *
 * <p>Called by reflection, since the local project is built without the job.
 */
final class JobReferenceTable implements AutoCloseable {
    private final AutoCloseable table;

    private JobReferenceTable(AutoCloseable table) {
        this.table = table;
    }

    /** @param arguments further ones of the job */
    static JobReferenceTable open(String table, String... arguments) throws ReflectiveOperationException {
        List<String> all = new ArrayList<>(List.of(
                "--lookup_table", table,
                "--max_lookup_rows", "100000000",
                "--target_path", "file:/not/used/table",
                "--rejected_path", "file:/not/used/rejected",
                "--checkpoint_path", "file:/not/used/checkpoint"));
        all.addAll(List.of(arguments));
        Class<?> config = Class.forName("io.streamlab.join.config.JobConfig");
        Object parsed = config.getMethod("parse", String[].class).invoke(null, (Object) all.toArray(String[]::new));
        Object lookup = config.getMethod("lookup").invoke(parsed);
        return new JobReferenceTable((AutoCloseable) Class.forName("io.streamlab.join.lookup.ReferenceTable")
                .getMethod("open", lookup.getClass())
                .invoke(null, lookup));
    }

    Dataset<Row> scan(SparkSession spark) throws ReflectiveOperationException {
        return toDataset(table.getClass().getMethod("scan").invoke(table), spark);
    }

    private static Dataset<Row> toDataset(Object snapshot, SparkSession spark) throws ReflectiveOperationException {
        @SuppressWarnings("unchecked") // The method's own type.
        Dataset<Row> rows = (Dataset<Row>)
                snapshot.getClass().getMethod("toDataset", SparkSession.class).invoke(snapshot, spark);
        return rows;
    }

    /** Returns what the job reads for the records of a batch. */
    Read forRecords(Dataset<Row> records) throws ReflectiveOperationException {
        return new Read(table.getClass().getMethod("forRecords", Dataset.class).invoke(table, records));
    }

    /** What the job has read for a batch. */
    record Read(Object snapshot) {
        Dataset<Row> rows(SparkSession spark) throws ReflectiveOperationException {
            return toDataset(snapshot, spark);
        }

        boolean isByKeys() throws ReflectiveOperationException {
            return ((OptionalInt) call("askedValues")).isPresent();
        }

        double units() throws ReflectiveOperationException {
            return (Double) call("consumedCapacityUnits");
        }

        private Object call(String method) throws ReflectiveOperationException {
            return snapshot.getClass().getMethod(method).invoke(snapshot);
        }
    }

    @Override
    public void close() {
        try {
            table.close();
        } catch (Exception e) {
            throw new IllegalStateException("the job's reference table cannot be closed", e);
        }
    }
}
