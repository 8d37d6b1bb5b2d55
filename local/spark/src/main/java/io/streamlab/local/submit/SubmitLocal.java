package io.streamlab.local.submit;

import io.streamlab.local.spark.Endpoints;
import io.streamlab.local.spark.SetupException;
import io.streamlab.local.spark.SparkClasspath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Submits the job to a Spark of one machine, against the endpoints that the environment names, and ends with its exit code.
 *
 * <p>Arguments: the job's jar, the folder for class archives, then the job's own arguments.
 */
public final class SubmitLocal {
    private static final int FAILED = 1;
    private static final int OWN_ARGUMENTS = 2;

    private SubmitLocal() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        System.exit(run(arguments, System.getenv()));
    }

    private static int run(String[] arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path jobJar = Path.of(arguments[0]);
        Path archives = Path.of(arguments[1]);
        List<String> jobArguments = Arrays.asList(arguments).subList(OWN_ARGUMENTS, arguments.length);
        try {
            if (new Endpoints(environment).metastore().isEmpty()) {
                System.err.println(
                        "submit-local: HIVE_METASTORE_URIS is not set: the table's files are written, but no catalog "
                                + "learns of the table");
            }
            return SubmitCommand.of(jobJar, jobArguments, SparkClasspath.ofThisProcess(), environment)
                    .run(archives, System.err);
        } catch (SetupException e) {
            System.err.println("submit-local: " + e.getMessage());
            return FAILED;
        }
    }
}
