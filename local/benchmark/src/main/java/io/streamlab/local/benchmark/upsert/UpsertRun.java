package io.streamlab.local.benchmark.upsert;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDB;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.model.AttributeDefinition;
import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.model.BillingMode;
import com.amazonaws.services.dynamodbv2.model.CreateTableRequest;
import com.amazonaws.services.dynamodbv2.model.KeySchemaElement;
import com.amazonaws.services.dynamodbv2.model.KeyType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.benchmark.BenchmarkException;
import io.streamlab.local.benchmark.Checkout;
import io.streamlab.local.benchmark.DynamoDbLocal;
import io.streamlab.local.benchmark.SparkProcess;
import io.streamlab.local.benchmark.WorkFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs {@link UpsertProgram} with the servers it needs.
 *
 * @param hudiBundle instead of that of the local stand-in
 * @param messages where the user sees that something happens
 */
record UpsertRun(Checkout checkout, Optional<Path> hudiBundle, PrintStream messages) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx4g", "-Dlog4j2.configurationFile=io/streamlab/local/spark/log4j2-job.properties");

    /** @throws BenchmarkException if it fails, or the table of the job or of the walk-through is wrong */
    List<Result> measure(Settings settings) throws InterruptedException {
        try (WorkFolder folder = WorkFolder.create("upsert");
                DynamoDbLocal dynamoDb = DynamoDbLocal.start(checkout, folder.path("dynamodb.log"))) {
            putReference(dynamoDb.environment());
            settings.write(folder.path("settings.json"));
            Thread follower = new Thread(() -> follow(folder.path("results.jsonl"), settings), "progress");
            follower.setDaemon(true);
            follower.start();
            try {
                SparkProcess.run(
                        "upsert",
                        classpath(),
                        JVM_OPTIONS,
                        UpsertProgram.class,
                        List.of(folder.path().toString()),
                        dynamoDb.environment(),
                        folder.path("spark.log"));
            } catch (BenchmarkException e) {
                folder.keep();
                throw e;
            } finally {
                follower.interrupt();
            }
            return read(folder.path("results.jsonl"));
        }
    }

    private List<Path> classpath() {
        List<Path> jars = new ArrayList<>();
        jars.add(checkout.jobJar());
        jars.add(checkout.benchmarkJar());
        // For the settings of its log.
        jars.add(checkout.module("spark").resolve("target/classes"));
        for (Path jar : checkout.sparkJars()) {
            boolean isBundle = jar.getFileName().toString().startsWith("hudi-spark");
            jars.add(isBundle ? hudiBundle.orElse(jar) : jar);
        }
        return jars;
    }

    /** The Hudi that the arms run on, such as {@code hudi-spark3.3-bundle_2.12-0.14.0}. */
    String hudi() {
        return classpath().stream()
                .map(jar -> jar.getFileName().toString())
                .filter(name -> name.startsWith("hudi-spark"))
                .map(name -> name.replaceAll("\\.jar$", ""))
                .findFirst()
                .orElseThrow(() -> new BenchmarkException("there is no Hudi bundle on the classpath"));
    }

    private static void putReference(Map<String, String> environment) {
        AmazonDynamoDB client = AmazonDynamoDBClientBuilder.standard()
                .withCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials(
                        environment.get("AWS_ACCESS_KEY_ID"), environment.get("AWS_SECRET_ACCESS_KEY"))))
                .withEndpointConfiguration(new EndpointConfiguration(
                        environment.get("AWS_ENDPOINT_URL_DYNAMODB"), environment.get("AWS_REGION")))
                .build();
        client.createTable(new CreateTableRequest()
                .withTableName("tgt_country_lookup_table")
                .withKeySchema(
                        new KeySchemaElement("code", KeyType.HASH), new KeySchemaElement("countryname", KeyType.RANGE))
                .withAttributeDefinitions(
                        new AttributeDefinition("code", "S"), new AttributeDefinition("countryname", "S"))
                .withBillingMode(BillingMode.PAY_PER_REQUEST));
        for (List<String> row : Orders.REFERENCE) {
            client.putItem(
                    "tgt_country_lookup_table",
                    Map.of(
                            "code", new AttributeValue(row.get(0)),
                            "countryname", new AttributeValue(row.get(1)),
                            "combinedname", new AttributeValue(row.get(2))));
        }
        client.shutdown();
    }

    private void follow(Path results, Settings settings) {
        int told = 0;
        try {
            while (true) {
                List<Result> all = Files.exists(results) ? read(results) : List.of();
                for (Result result : all.subList(told, all.size())) {
                    messages.println(describe(result, settings));
                }
                told = all.size();
                Thread.sleep(500);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String describe(Result result, Settings settings) {
        String what = result.verdict() != null
                ? result.verdict().text()
                : String.format(
                        "%s %.2f s",
                        switch (result.round()) {
                            case Result.PRELOAD -> "first " + settings.rows() + " rows";
                            case 0 -> "warm-up";
                            default -> "batch " + result.round() + " of " + settings.rounds();
                        },
                        result.seconds());
        return "  " + result.workload() + ", " + result.arm().title() + ": " + what;
    }

    /** The last line may be half written while the program runs. */
    private static List<Result> read(Path results) {
        try {
            String text = Files.readString(results);
            List<Result> all = new ArrayList<>();
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                all.add(JSON.readValue(line, Result.class));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + results, e);
        }
    }
}
