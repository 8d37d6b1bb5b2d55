package io.streamlab.verify.benchmark;

import io.streamlab.local.common.CommandException;
import java.lang.reflect.InvocationTargetException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The job itself, out of the jar that goes to Glue: all of its flow behind the source.
 *
 * <p>Called by reflection, since the local project is built without the job.
 */
public final class Job {
    private Job() {}

    /**
     * Runs until the query is stopped, or has ended.
     *
     * @param records a stream in the columns of the Kinesis source
     * @param schema the columns of one record
     * @param arguments as on the command line
     * @throws CommandException if the job fails
     */
    public static void run(Dataset<Row> records, StructType schema, String... arguments) {
        try {
            Class<?> config = Class.forName("io.streamlab.join.config.JobConfig");
            Object parsed = config.getMethod("parse", String[].class).invoke(null, (Object) arguments);
            Class.forName("io.streamlab.join.StreamingJoin")
                    .getMethod("run", Dataset.class, StructType.class, config)
                    .invoke(null, records, schema, parsed);
        } catch (InvocationTargetException e) {
            throw new CommandException("the job failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new CommandException("this job is another one than the benchmarks were written for", e);
        }
    }
}
