package io.streamlab.join;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.preflight.PreflightException;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program for spark-submit. On Glue the entry script calls {@link StreamingJoin} with Glue's own session.
 *
 * <p>Exit codes:
 *
 * <ul>
 *   <li>0: all is done, or a stop was requested, and the batch that was running is done.
 *   <li>1: a batch failed, or {@code --validate} found something missing.
 *   <li>2: the arguments are wrong.
 *   <li>143 and 130: a second SIGTERM or SIGINT ended the job at once, or the first one before the job was listening.
 * </ul>
 */
public final class StreamingJoinJob {
    private static final Logger LOG = LoggerFactory.getLogger(StreamingJoinJob.class);

    private static final int FAILED = 1;
    private static final int INVALID_ARGUMENTS = 2;

    private StreamingJoinJob() {}

    public static void main(String[] arguments) {
        int exitCode = run(arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** Runs the job and returns the exit code. */
    static int run(String... arguments) {
        try {
            JobConfig config = JobConfig.parse(arguments);
            try (SparkSession spark = SparkSession.builder()
                    .appName("glue-streaming-join " + config.target().table())
                    .getOrCreate()) {
                StreamingJoin.run(spark, config);
            }
            return 0;
        } catch (InvalidConfigException e) {
            System.err.println(e.getMessage());
            return INVALID_ARGUMENTS;
        } catch (PreflightException e) {
            System.err.println(e.getMessage());
            return FAILED;
        } catch (Exception e) {
            LOG.error("The job failed", e);
            System.err.println(FailureSummary.of(e));
            return FAILED;
        }
    }
}
