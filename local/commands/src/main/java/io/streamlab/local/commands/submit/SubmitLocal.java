package io.streamlab.local.commands.submit;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Endpoints;
import io.streamlab.local.spark.ClusterSpec;
import io.streamlab.local.spark.SparkClasspath;
import io.streamlab.local.spark.SparkProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Submits the job to a Spark of one machine, in one JVM or as a cluster, against the endpoints that the environment names, and ends with its exit code.
 *
 * <p>Arguments: the job's jar, the folder for class archives and temporary files, the classpath of Hudi's sync with the Glue Data Catalog (empty if
 * there is none for the Hudi in use), then the job's own arguments.
 */
public final class SubmitLocal {
    /** Stands for the argument {@code --cluster}. */
    private static final String CLUSTER_VARIABLE = "CLUSTER_WORKERS";

    private static final int FAILED = 1;
    private static final int OWN_ARGUMENTS = 3;

    private SubmitLocal() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        System.exit(run(arguments, System.getenv()));
    }

    private static int run(String[] arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path jobJar = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        List<String> given = Arrays.asList(arguments).subList(OWN_ARGUMENTS, arguments.length);
        List<String> jobArguments = JobArguments.ofTheJob(given);
        try {
            Optional<ClusterSpec> cluster = JobArguments.cluster(given)
                    .or(() -> Optional.ofNullable(environment.get(CLUSTER_VARIABLE)))
                    .map(workers -> SubmitCommand.cluster(workers, environment));
            List<Path> glueSync = glueSync(arguments[2]);
            Endpoints endpoints = new Endpoints(environment);
            if (endpoints.metastore().isEmpty()) {
                System.err.println(
                        glueSync.isEmpty()
                                ? "submit-local: HIVE_METASTORE_URIS is not set, and this Hudi is not synced with Glue: the "
                                        + "table's files are written, but no catalog learns of the table"
                                : "submit-local: HIVE_METASTORE_URIS is not set: the tables are registered in the Glue Data "
                                        + "Catalog");
            }
            OptionalInt uiPort = JobArguments.wantUi(given) ? OptionalInt.of(UiPort.choose()) : OptionalInt.empty();
            uiPort.ifPresent(port -> System.err.println(
                    "submit-local: Spark shows its own pages at http://127.0.0.1:" + port + " while the job runs"));
            SparkProgram job = SubmitCommand.of(
                    jobJar,
                    jobArguments,
                    SparkClasspath.ofThisProcess(),
                    glueSync,
                    environment,
                    cluster.isPresent(),
                    uiPort);
            ServerWatch servers = new ServerWatch(endpoints);
            // Several runs are one start, which an archive for the next start would only prolong.
            boolean makesArchive = !jobArguments.contains(SeveralRuns.OPTION);
            int exitCode = job.run(folder, System.err, servers::mayGoOn, makesArchive, cluster);
            if (exitCode == FAILED || servers.isGivenUp()) {
                explain(servers.missing(), job.logOfFailure(folder));
                return FAILED;
            }
            return exitCode;
        } catch (CommandException e) {
            System.err.println("submit-local: " + e.getMessage());
            return FAILED;
        }
    }

    /** Says whether a server is to blame, which has died while the job ran, and where to read more. */
    private static void explain(List<String> missingServers, Path log) {
        missingServers.forEach(sentence -> System.err.println("submit-local: " + sentence));
        if (Files.exists(log)) {
            System.err.println("submit-local: the job's whole log is in " + log);
        }
    }

    private static List<Path> glueSync(String classpath) {
        return classpath.isEmpty() ? List.of() : SparkClasspath.of(classpath).jars();
    }
}
