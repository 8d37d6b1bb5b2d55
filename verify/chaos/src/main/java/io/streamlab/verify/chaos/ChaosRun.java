package io.streamlab.verify.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.CleanUp;
import io.streamlab.local.common.Console;
import io.streamlab.local.example.AwsClients;
import io.streamlab.local.example.ExampleResources;
import io.streamlab.local.stack.Ports;
import io.streamlab.local.stack.Stack;
import io.streamlab.local.stack.StackDirectory;
import io.streamlab.local.stack.StackState;
import io.streamlab.verify.chaos.faults.CallListener;
import io.streamlab.verify.chaos.faults.FaultyProxy;
import io.streamlab.verify.chaos.faults.ProxiedStream;
import io.streamlab.verify.chaos.faults.Service;
import io.streamlab.verify.pipeline.LocalQueries;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One run.
 *
 * <ol>
 *   <li>Start the servers, and in front of S3, DynamoDB and Kinesis a proxy each, which lets 5 % of the job's calls fail.
 *   <li>Send orders, change reference rows in MySQL and, as soon as it is there, read the table, all the time.
 *   <li>Kill the job, or a process of its cluster, at a point of a batch, start it again, as often as asked; from its first batch on.
 *   <li>Or stop the job with SIGTERM, at any moment, and start it again. No call fails then: the job has to end well.
 *   <li>Stop sending, and let the job process what is left.
 *   <li>If rows are to follow the reference data, stop changing it, and let the job go on until none is behind.
 *   <li>Hold the table against what was sent, row for row.
 * </ol>
 */
final class ChaosRun {
    private static final double FAULT_SHARE = 0.05;

    private static final String TIMELINE = "output/hudi_table/.hoodie/";
    private static final String BATCHES_DONE = "checkpoint/commits/";

    private static final String ROWS =
            "select uuid, unitssold, tags, address, delivered, combinedname, _hoodie_commit_time as commit"
                    + " from my_kinesis_db.hudi_table";

    private static final int DRAINS = 3;

    private final Path checkout;
    private final Stack stack;
    private final StackDirectory directory;
    private final Console console;

    ChaosRun(Path checkout, Stack stack, StackDirectory directory, Console console) {
        this.checkout = checkout;
        this.stack = stack;
        this.directory = directory;
        this.console = console;
    }

    ChaosReport play(ChaosSettings settings, CleanUp cleanUp) throws InterruptedException {
        long seed = settings.seed();
        console.step("Starting the servers; their logs and the job's are in %s", directory.logs());
        StackState servers = stack.start(new Ports(Map.of()), line -> {});
        cleanUp.add(stack::stop);
        AwsClients clients = new AwsClients(servers.endpoints());
        Killer killer = new Killer();
        WorkWatch watch = new WorkWatch();
        CallListener listener = settings.stops() > 0 ? watch : killer;
        double faultShare = settings.stops() > 0 ? 0 : FAULT_SHARE;
        SentOrders orders = new SentOrders(seed, settings.deletes());
        ReferenceHistory references = new ReferenceHistory(settings.delayOfChanges());
        try (KinesisClient kinesis = clients.kinesis();
                DynamoDbClient dynamoDb = clients.dynamoDb();
                S3Client s3 = clients.s3();
                FaultyProxy s3Proxy =
                        proxy(Service.S3, servers.endpoints().of(AwsService.S3), seed, faultShare, listener);
                FaultyProxy dynamoDbProxy = proxy(
                        Service.DYNAMODB, servers.endpoints().of(AwsService.DYNAMODB), seed, faultShare, listener);
                FaultyProxy kinesisProxy = proxy(
                        Service.KINESIS, servers.endpoints().of(AwsService.KINESIS), seed, faultShare, listener)) {
            try (GlueClient glue = clients.glue()) {
                ProxiedStream.describe(glue, kinesisProxy, SentOrders.FURTHER_COLUMNS);
            }
            Map<String, String> environment = new HashMap<>(servers.environment());
            environment.put(AwsService.S3.endpointVariable(), s3Proxy.endpoint().toString());
            environment.put(
                    AwsService.DYNAMODB.endpointVariable(),
                    dynamoDbProxy.endpoint().toString());
            environment.put(
                    AwsService.DYNAMODB_STREAMS.endpointVariable(),
                    dynamoDbProxy.endpoint().toString());
            JobUnderChaos job = new JobUnderChaos(checkout, environment, settings, directory, cleanUp);
            LocalQueries queries =
                    new LocalQueries(checkout, servers.environment(), directory.log("chaos-query"), cleanUp);
            Timeline timeline = new Timeline(s3, ExampleResources.BUCKET, TIMELINE);

            Background sending = new Background(cleanUp);
            OrderSender sender = new OrderSender(kinesis, orders, settings.reenrich());
            sending.start("orders", sender, sender::stop);
            ReferenceChanges updates = new ReferenceChanges(servers.environment(), dynamoDb, references);
            Background changing = new Background(cleanUp);
            changing.start("reference-rows", updates, updates::stop);
            TableReader reader = new TableReader(queries, timeline, () -> isABatchDone(s3));
            Background reading = new Background(cleanUp);
            reading.start("reader", reader, reader::stop);

            BooleanSupplier goesOn = () -> sending.isHealthy() && changing.isHealthy() && reading.isHealthy();
            StopSeries stops = new StopSeries(job, watch, timeline, settings.longestEnd(), new Random(seed), console);
            if (settings.stops() > 0) {
                stops.run(settings.stops(), goesOn);
            }
            KillSeries series = new KillSeries(settings, job, killer, new Random(seed), console);
            series.run(settings.kills(), goesOn);
            sending.stop();
            changing.requireHealthy();
            reading.requireHealthy();
            console.step("Processing what is left of %,d records", orders.sent());
            int failedDrains = job.drain(DRAINS);
            changing.stop();
            if (settings.reenrich()) {
                console.step("Letting rows follow %,d changes of reference rows", references.changes());
                failedDrains += job.drain(DRAINS);
            }
            reading.stop();

            console.step("Comparing the table with what was sent");
            timeline.refresh();
            List<JsonNode> rows = queries.ask(ROWS).get(0);
            Verdict verdict = Verdict.of(rows, orders.remaining(), references, timeline.commits(), settings.reenrich());
            return new ChaosReport(
                    series.kills(),
                    namesOf(series.killed()),
                    namesOf(series.killedVictims()),
                    killer.killsBetweenBatches(),
                    stops.stops(),
                    stops.inBatches(),
                    stops.slowestEnd(),
                    series.failures() + failedDrains,
                    faults(s3Proxy, dynamoDbProxy, kinesisProxy),
                    calls(s3Proxy, dynamoDbProxy, kinesisProxy),
                    orders.sent(),
                    orders.deleted(),
                    references.changes(),
                    timeline.commits().count(),
                    timeline.commits().countBetweenBatches(),
                    timeline.commits().reenriched(),
                    rows.size(),
                    verdict.missing(),
                    verdict.doubled(),
                    verdict.wrong().size(),
                    reader.reads(),
                    reader.commitsSeen(),
                    reader.torn().size(),
                    console.seconds(),
                    problems(verdict, timeline.commits(), reader, stops));
        }
    }

    private static FaultyProxy proxy(Service service, URI target, long seed, double faultShare, CallListener listener) {
        return FaultyProxy.start(service, target, faultShare, seed + service.ordinal(), listener);
    }

    /** Then the catalog knows the table: Spark notes a batch as done when all of it is. */
    private static boolean isABatchDone(S3Client s3) {
        return s3
                .listObjectsV2(
                        request -> request.bucket(ExampleResources.BUCKET).prefix(BATCHES_DONE))
                .contents()
                .stream()
                .anyMatch(file -> !file.key().equals(BATCHES_DONE));
    }

    private static List<String> problems(Verdict verdict, Commits commits, TableReader reader, StopSeries stops) {
        List<String> problems = new ArrayList<>(verdict.wrong());
        problems.addAll(reader.torn());
        problems.addAll(stops.problems());
        commits.doubledBatches().forEach(batch -> problems.add("the batch " + batch + " was written twice"));
        if (verdict.missing() > 0) {
            problems.add(verdict.missing() + " keys are missing");
        }
        if (verdict.doubled() > 0) {
            problems.add(verdict.doubled() + " rows are doubled");
        }
        return problems;
    }

    private static Map<String, Integer> namesOf(Map<? extends Enum<?>, Integer> killed) {
        Map<String, Integer> byName = new TreeMap<>();
        killed.forEach((kind, count) -> byName.put(kind.name().toLowerCase(Locale.ROOT), count));
        return byName;
    }

    private static Map<String, Integer> faults(FaultyProxy... proxies) {
        Map<String, Integer> faults = new TreeMap<>();
        for (FaultyProxy proxy : proxies) {
            faults.put(proxy.name(), proxy.faults());
        }
        return faults;
    }

    private static Map<String, Integer> calls(FaultyProxy... proxies) {
        Map<String, Integer> calls = new TreeMap<>();
        for (FaultyProxy proxy : proxies) {
            calls.put(proxy.name(), proxy.calls());
        }
        return calls;
    }
}
