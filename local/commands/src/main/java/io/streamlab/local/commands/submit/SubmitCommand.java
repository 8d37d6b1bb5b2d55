package io.streamlab.local.commands.submit;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Endpoints;
import io.streamlab.local.spark.ClusterSpec;
import io.streamlab.local.spark.SparkClasspath;
import io.streamlab.local.spark.SparkProgram;
import io.streamlab.local.spark.SparkSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The spark-submit that stands for a start of the job on Glue: the same jar, the same Hudi bundle, the same settings. */
final class SubmitCommand {
    private static final String JOB_CLASS = "io.streamlab.join.StreamingJoinJob";
    private static final String WAREHOUSE = "s3://streamlab/warehouse";
    private static final String DEFAULT_DRIVER_MEMORY = "2g";
    private static final String DEFAULT_EXECUTOR_MEMORY = "1500m";

    private static final String LOG = "-Dlog4j2.configurationFile=io/streamlab/local/spark/log4j2-job.properties";

    private static final List<String> JVM_OPTIONS = List.of(
            // Hudi measures objects with JOL, which would first attach to this JVM from outside: in vain, for up to
            // five seconds.
            "-Djol.skipHotspotSAAttach=true", "-Djol.skipDynamicAttach=true");

    /**
     * Hudi's sync with the Glue Data Catalog waits for no answer by itself: the class of the module glue-sync that makes it
     * wait, and the AWS SDK's name for such a choice.
     */
    private static final String WAITING_SYNC =
            "-Dsoftware.amazon.awssdk.http.async.service.impl=io.streamlab.local.gluesync.WaitingHttpService";

    private static final String LOOPBACK = "127.0.0.1";

    private SubmitCommand() {}

    /** Returns the program to run on all cores of this machine. */
    static SparkProgram of(
            Path jobJar,
            List<String> jobArguments,
            SparkClasspath classpath,
            List<Path> glueSync,
            Map<String, String> environment) {
        return of(jobJar, jobArguments, classpath, glueSync, environment, false, OptionalInt.empty());
    }

    /**
     * Returns the program to run.
     *
     * @param glueSync the jars by which Hudi registers a table in the Glue Data Catalog where there is no Hive metastore;
     *     none for a Hudi that they do not fit
     * @param environment names the endpoints and, by Spark's own variables, the heap (SPARK_DRIVER_MEMORY, 2g if unset) and
     *     further options of the JVM (SPARK_SUBMIT_OPTS)
     * @param onCluster whether the program finds its master by itself, in the settings of a cluster
     * @param uiPort where Spark shows its own pages, on this machine only; empty for no pages
     * @throws CommandException if a service has no endpoint, or nothing listens there, or if an extra jar is missing
     */
    static SparkProgram of(
            Path jobJar,
            List<String> jobArguments,
            SparkClasspath classpath,
            List<Path> glueSync,
            Map<String, String> environment,
            boolean onCluster,
            OptionalInt uiPort) {
        Endpoints endpoints = new Endpoints(environment);
        endpoints.require(AwsService.GLUE);
        endpoints.require(AwsService.DYNAMODB);
        URI s3 = endpoints.require(AwsService.S3);
        Optional<URI> metastore = endpoints.metastore();
        String memory = environment.getOrDefault("SPARK_DRIVER_MEMORY", DEFAULT_DRIVER_MEMORY);

        List<String> arguments = new ArrayList<>(onCluster ? List.of() : List.of("--master", "local[*]"));
        arguments.addAll(List.of("--driver-memory", memory));
        List<String> jars = new ArrayList<>(List.of(classpath.hudiBundle().toString()));
        jars.addAll(JobArguments.extraJars(jobArguments));
        if (metastore.isEmpty()) {
            glueSync.forEach(jar -> jars.add(jar.toString()));
        }
        boolean hasSeveralRuns = jobArguments.equals(List.of(SeveralRuns.OPTION));
        String mainClass = hasSeveralRuns ? SeveralRuns.class.getName() : JOB_CLASS;
        arguments.addAll(List.of("--class", mainClass, "--jars", String.join(",", jars)));
        settings(s3, endpoints.region(), metastore, uiPort)
                .forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
        arguments.add(jobJar.toString());
        if (hasSeveralRuns) {
            arguments.add(JOB_CLASS);
        } else {
            arguments.addAll(complete(jobArguments, endpoints, glueSync));
        }

        List<String> jvmOptions = new ArrayList<>(List.of(LOG));
        jvmOptions.addAll(JVM_OPTIONS);
        jvmOptions.add("-Xmx" + memory);
        jvmOptions.addAll(furtherOptions(environment));
        if (metastore.isEmpty() && !glueSync.isEmpty()) {
            jvmOptions.add(WAITING_SYNC);
        }
        return new SparkProgram(
                "submit-local",
                classpath.withoutHudi(),
                jvmOptions,
                "org.apache.spark.deploy.SparkSubmit",
                arguments,
                childEnvironment(endpoints, uiPort));
    }

    /**
     * Returns the cluster to run on.
     *
     * @param workers as the user has given it
     * @param environment has, by Spark's own variables, the heap of an executor (SPARK_EXECUTOR_MEMORY, 1500m if unset) and further options of
     *     each JVM (SPARK_SUBMIT_OPTS). Spark refuses options of an executor that set its heap or Spark's own properties
     */
    static ClusterSpec cluster(String workers, Map<String, String> environment) {
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        furtherOptions(environment).stream()
                .filter(option -> !option.startsWith("-Xmx") && !option.startsWith("-Dspark."))
                .forEach(options::add);
        return ClusterSpec.of(
                workers, environment.getOrDefault("SPARK_EXECUTOR_MEMORY", DEFAULT_EXECUTOR_MEMORY), options);
    }

    private static List<String> furtherOptions(Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("SPARK_SUBMIT_OPTS", "").split("\\s+"))
                .filter(option -> !option.isEmpty())
                .toList();
    }

    private static List<String> complete(List<String> jobArguments, Endpoints endpoints, List<Path> glueSync) {
        List<String> complete = JobArguments.withStandInPaths(jobArguments);
        if (!endpoints.has(AwsService.CLOUDWATCH)) {
            complete = JobArguments.withoutMetrics(complete);
        }
        if (endpoints.metastore().isPresent()) {
            return complete;
        }
        return glueSync.isEmpty() ? JobArguments.withoutCatalogSync(complete) : JobArguments.withGlueSync(complete);
    }

    private static Map<String, String> settings(URI s3, String region, Optional<URI> metastore, OptionalInt uiPort) {
        Map<String, String> settings = new LinkedHashMap<>(SparkSettings.of(s3, region, metastore));
        // Else Spark would take the one that works by FileContext, which is there for the connector's sake alone.
        settings.put(
                "spark.sql.streaming.checkpointFileManagerClass",
                "org.apache.spark.sql.execution.streaming.FileSystemBasedCheckpointFileManager");
        uiPort.ifPresent(port -> {
            settings.put("spark.ui.enabled", "true");
            settings.put("spark.ui.port", Integer.toString(port));
        });
        // The catalog's database is made where it is missing, and not on this machine's disk.
        metastore.ifPresent(uri -> settings.put("spark.sql.warehouse.dir", WAREHOUSE));
        return settings;
    }

    private static Map<String, String> childEnvironment(Endpoints endpoints, OptionalInt uiPort) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (endpoints.isShared(AwsService.KINESIS)) {
            // Not every emulator of all services understands CBOR; all understand JSON.
            environment.put("CBOR_ENABLED", "false");
        }
        if (uiPort.isPresent()) {
            // Else Spark shows its pages, with the job's settings, to the whole network.
            environment.put("SPARK_LOCAL_IP", LOOPBACK);
        }
        return environment;
    }
}
