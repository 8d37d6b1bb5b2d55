package io.streamlab.join.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamlab.kinesis.spark.TestLength;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the job and queries on the Spark and Hudi of one version of Glue. All runs share a JVM, since its start takes longer than most
 * of them. With LONG_TESTS=true each run is a process of its own, as in production.
 */
final class VersionDriver implements AutoCloseable {
    private static final boolean SHARES_A_JVM = TestLength.of(1, 0) == 1;

    private final String version;
    private SubmittedJob shared;

    VersionDriver(String version) {
        this.version = version;
    }

    /** Processes what the pipeline's stream holds, and returns the reports of the batches. */
    List<JsonNode> drain(Pipeline pipeline, Map<String, String> arguments) {
        if (!SHARES_A_JVM) {
            Map<String, String> all = new LinkedHashMap<>(arguments);
            all.put("glue_version", version);
            SubmittedJob job = pipeline.drain(all);
            assertThat(job.awaitExit()).as("%s: %s", all, job.output()).isZero();
            return job.reports();
        }
        return shared().run(pipeline.drainArguments(arguments));
    }

    /** Returns the answers of this version's Spark: of each query its rows, of each row its values as text. */
    List<List<List<String>>> answer(List<String> queries) {
        return SHARES_A_JVM
                ? LocalQueries.answer(queries, shared())
                : LocalQueries.answer(queries, "--glue_version", version);
    }

    private SubmittedJob shared() {
        // A run that failed has ended its JVM.
        if (shared == null || !shared.isAlive()) {
            shared = SubmittedJob.waiting(version);
        }
        return shared;
    }

    @Override
    public void close() {
        if (shared != null) {
            shared.endRuns();
            shared.awaitExit();
        }
    }
}
