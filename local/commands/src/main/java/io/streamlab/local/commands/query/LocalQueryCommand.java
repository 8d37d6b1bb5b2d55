package io.streamlab.local.commands.query;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Endpoints;
import io.streamlab.local.spark.SparkClasspath;
import io.streamlab.local.spark.SparkProgram;
import io.streamlab.local.spark.SparkSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The process that answers a request by Spark. */
final class LocalQueryCommand {
    /** A query is over before the optimizing compiler and the parallel collector have paid for themselves. */
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private LocalQueryCommand() {}

    /** @throws CommandException if the environment lacks the endpoint of S3 or the metastore, or nothing listens there */
    static SparkProgram of(QueryRequest request, SparkClasspath classpath, Map<String, String> environment) {
        Endpoints endpoints = new Endpoints(environment);
        URI s3 = endpoints.require(AwsService.S3);
        Optional<URI> metastore = endpoints.metastore();
        if (metastore.isEmpty()) {
            throw new CommandException(
                    "HIVE_METASTORE_URIS is not set: it has to name the metastore that knows the tables");
        }
        List<String> jvmOptions = new ArrayList<>(QUICK_START);
        jvmOptions.add("-Xmx1g");
        jvmOptions.add("-Dlog4j2.configurationFile=io/streamlab/local/spark/log4j2-query.properties");
        settings(s3, endpoints.region(), metastore).forEach((key, value) -> jvmOptions.add("-D" + key + "=" + value));
        return new SparkProgram(
                "query", classpath.all(), jvmOptions, LocalQuery.class.getName(), request.toArguments(), Map.of());
    }

    private static Map<String, String> settings(URI s3, String region, Optional<URI> metastore) {
        Map<String, String> settings = new LinkedHashMap<>(SparkSettings.of(s3, region, metastore));
        settings.put("spark.app.name", "query");
        settings.put("spark.master", "local[2]");
        settings.put("spark.driver.host", "127.0.0.1");
        settings.putAll(LocalQuery.settings());
        return settings;
    }
}
