package io.streamlab.verify.endurance;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.CleanUp;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Console;
import io.streamlab.local.common.Endpoints;
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
import io.streamlab.verify.pipeline.ContinuousJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One run.
 *
 * <ol>
 *   <li>Start the servers, and in front of them proxies that count the job's calls.
 *   <li>Start the job. Hudi registers the table in the stand-in's Data Catalog, which keeps versions as Glue does.
 *   <li>Send an order of each key. Then send a few orders, wait for their batch, leave the job a moment without a batch, and
 *       so on. Change a reference item now and then.
 *   <li>Take a sample after every few batches.
 *   <li>Stop the job, and compare the end of the run with its beginning.
 * </ol>
 */
final class EnduranceRun {
    private static final int ORDERS_OF_A_BATCH = 20;
    private static final int BATCHES_BETWEEN_CHANGES = 5;
    private static final int RECORDS_OF_A_REQUEST = 500;

    /** For what the job does between batches. It looks for such work twice a second. */
    private static final Duration GAP = Duration.ofMillis(600);

    /** Ten beats of the lease that keeps a second writer off. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final Duration LONGEST_START = Duration.ofMinutes(10);
    private static final Duration LONGEST_BATCH = Duration.ofMinutes(3);

    /** Those of the example that have a reference item. */
    private static final List<String> CODES = List.of("IN", "US", "CA", "CN");

    private final Path checkout;
    private final Stack stack;
    private final StackDirectory directory;
    private final Console console;
    private final Consumer<EnduranceReport> reports;

    /** @param reports takes the report before the job is stopped, which may fail */
    EnduranceRun(
            Path checkout, Stack stack, StackDirectory directory, Console console, Consumer<EnduranceReport> reports) {
        this.checkout = checkout;
        this.stack = stack;
        this.directory = directory;
        this.console = console;
        this.reports = reports;
    }

    EnduranceReport play(EnduranceSettings settings, CleanUp cleanUp) throws InterruptedException {
        console.step("Starting the servers; their logs and the job's are in %s", directory.logs());
        StackState servers = stack.start(new Ports(Map.of()), line -> {});
        cleanUp.add(stack::stop);
        Endpoints endpoints = servers.endpoints();
        AwsClients clients = new AwsClients(endpoints);
        RequestCounts s3Requests = new RequestCounts();
        RequestCounts others = new RequestCounts();
        try (KinesisClient kinesis = clients.kinesis();
                DynamoDbClient dynamoDb = clients.dynamoDb();
                S3Client s3 = clients.s3();
                GlueClient glue = clients.glue();
                FaultyProxy s3Proxy = proxy(Service.S3, AwsService.S3, endpoints, s3Requests);
                FaultyProxy dynamoDbProxy = proxy(Service.DYNAMODB, AwsService.DYNAMODB, endpoints, others);
                FaultyProxy kinesisProxy = proxy(Service.KINESIS, AwsService.KINESIS, endpoints, others);
                FaultyProxy glueProxy = proxy(Service.DYNAMODB, AwsService.GLUE, endpoints, others)) {
            ProxiedStream.describe(glue, kinesisProxy, Map.of(Orders.DELETED, "boolean"));
            Map<String, String> environment = new HashMap<>(servers.environment());
            environment.put(AwsService.S3.endpointVariable(), s3Proxy.endpoint().toString());
            environment.put(
                    AwsService.DYNAMODB.endpointVariable(),
                    dynamoDbProxy.endpoint().toString());
            environment.put(
                    AwsService.GLUE.endpointVariable(), glueProxy.endpoint().toString());
            // So submit-local registers the table in the Data Catalog.
            environment.put(Endpoints.METASTORE, "");
            Path log = directory.log("endurance-job");
            ContinuousJob job = ContinuousJob.start(checkout, environment, log, settings.jobArguments());
            cleanUp.add(job::kill);
            Sampler sampler = new Sampler(s3, glue, s3Proxy, dynamoDbProxy, kinesisProxy, glueProxy);
            return drive(settings, job, new BatchLog(log), sampler, s3Requests, kinesis, dynamoDb);
        }
    }

    private EnduranceReport drive(
            EnduranceSettings settings,
            ContinuousJob job,
            BatchLog batches,
            Sampler sampler,
            RequestCounts s3Requests,
            KinesisClient kinesis,
            DynamoDbClient dynamoDb)
            throws InterruptedException {
        Orders orders = new Orders(settings.seed());
        List<Sample> samples = new ArrayList<>();
        int changes = 0;
        long sent = send(kinesis, orders.all());
        await(job, batches, sent, LONGEST_START);
        if (batches.commits() == 0) {
            throw new CommandException("the job has written no row of " + sent + " orders");
        }
        console.step("The job has written its first batch");
        double start = console.seconds();
        try (JobProcess process = JobProcess.of(job.handle())) {
            for (int round = 1; batches.commits() < settings.commits(); round++) {
                Thread.sleep(GAP.toMillis());
                if (round % BATCHES_BETWEEN_CHANGES == 0) {
                    changeReference(dynamoDb, changes++);
                }
                sent += send(kinesis, orders.some(ORDERS_OF_A_BATCH));
                await(job, batches, sent, LONGEST_BATCH);
                if (round % settings.commitsBetweenSamples() == 0) {
                    samples.add(sampler.take(process, batches.batches().size()));
                    show(samples.get(samples.size() - 1), batches, settings);
                }
            }
            samples.add(sampler.take(process, batches.batches().size()));
        }
        double seconds = console.seconds() - start;
        Map<String, Long> before = s3Requests.counts();
        console.step("Counting the requests of an idle job for %d s", IDLE.toSeconds());
        Thread.sleep(IDLE.toMillis());
        Map<String, Long> idleRequests = anHour(before, s3Requests.counts());
        EnduranceReport report =
                EnduranceReport.of(settings, seconds, batches.batches(), sent, changes, samples, before, idleRequests);
        reports.accept(report);
        job.stop();
        return report;
    }

    private static Map<String, Long> anHour(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> requests = new TreeMap<>();
        after.forEach((kind, count) -> {
            long during = count - before.getOrDefault(kind, 0L);
            if (during > 0) {
                requests.put(kind, during * Duration.ofHours(1).toSeconds() / IDLE.toSeconds());
            }
        });
        return requests;
    }

    private void show(Sample sample, BatchLog batches, EnduranceSettings settings) {
        List<Double> latest = batches.batches().stream()
                .skip(Math.max(0, sample.batches() - settings.commitsBetweenSamples()))
                .map(batch -> batch.path("batch_ms").asLong() / 1000.0)
                .toList();
        console.step(
                "%,d batches: %.2f s each, heap %.0f MB, %d threads, %d files, %,d objects of the table, %d versions",
                sample.batches(),
                Goal.median(latest),
                sample.heapMegabytes(),
                sample.threads(),
                sample.openFiles(),
                sample.tableObjects(),
                sample.tableVersions());
    }

    private static void await(ContinuousJob job, BatchLog batches, long sent, Duration limit)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (batches.recordsRead() < sent) {
            job.requireRunning();
            if (System.nanoTime() > deadline) {
                throw new CommandException(
                        "the job has not read " + sent + " records within " + limit.toMinutes() + " minutes");
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    /** Returns how many were sent. */
    private static long send(KinesisClient kinesis, List<String> records) {
        for (int from = 0; from < records.size(); from += RECORDS_OF_A_REQUEST) {
            List<PutRecordsRequestEntry> some =
                    records.subList(from, Math.min(records.size(), from + RECORDS_OF_A_REQUEST)).stream()
                            .map(record -> PutRecordsRequestEntry.builder()
                                    .partitionKey(Integer.toString(record.hashCode()))
                                    .data(SdkBytes.fromUtf8String(record))
                                    .build())
                            .toList();
            if (kinesis.putRecords(request ->
                                    request.streamName(ExampleResources.STREAM).records(some))
                            .failedRecordCount()
                    > 0) {
                throw new IllegalStateException("the stand-in has refused records");
            }
        }
        return records.size();
    }

    private static void changeReference(DynamoDbClient dynamoDb, int number) {
        int country = number % CODES.size();
        String code = CODES.get(country);
        dynamoDb.putItem(request -> request.tableName(ExampleResources.REFERENCE_TABLE)
                .item(Map.of(
                        "code",
                        AttributeValue.fromS(code),
                        "countryname",
                        AttributeValue.fromS(Orders.COUNTRIES.get(country)),
                        "combinedname",
                        AttributeValue.fromS(code + "-" + number))));
    }

    /** The service decides what a refused call looks like. These proxies refuse none. */
    private static FaultyProxy proxy(Service service, AwsService target, Endpoints endpoints, CallListener listener) {
        return FaultyProxy.start(service, endpoints.of(target), 0, 0, listener);
    }
}
