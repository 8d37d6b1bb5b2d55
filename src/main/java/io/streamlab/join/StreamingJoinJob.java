package io.streamlab.join;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.preflight.PreflightException;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job as a program for spark-submit; on Glue the entry script calls {@link StreamingJoin} with Glue's own session.
 *
 * <p>Exit codes: 0 when all is done, 1 when a batch failed or {@code --validate} found something missing, 2 when the arguments are wrong.
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

    /** @return the exit code */
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
