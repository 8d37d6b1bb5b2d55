package io.streamlab.verify.walkthrough;

import io.streamlab.local.common.CleanUp;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Console;
import io.streamlab.local.common.Figures;
import io.streamlab.local.common.Figures.Summary;
import io.streamlab.local.example.AwsClients;
import io.streamlab.local.example.ExampleResources;
import io.streamlab.local.example.Tally;
import io.streamlab.local.stack.Ports;
import io.streamlab.local.stack.Stack;
import io.streamlab.local.stack.StackDirectory;
import io.streamlab.local.stack.StackState;
import io.streamlab.verify.pipeline.ContinuousJob;
import io.streamlab.verify.pipeline.LocalQueries;
import io.streamlab.verify.pipeline.LoggedBatches;
import io.streamlab.verify.walkthrough.CountryCount.RowsOfName;
import io.streamlab.verify.walkthrough.ReferenceUpdates.Replicated;
import io.streamlab.verify.walkthrough.RunLocal.Orders;
import io.streamlab.verify.walkthrough.RunReport.Story;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Plays the published walk-through.
 *
 * <ol>
 *   <li>Start the servers; the reference rows are replicated from MySQL to DynamoDB.
 *   <li>Run the job as a stream, and send the first half of the orders.
 *   <li>Query the table.
 *   <li>Update the reference rows in MySQL, and send the second half, while the job goes on.
 *   <li>Query the table again: what was processed since shows the new names; if old rows are to follow, all rows do.
 *   <li>Stop the job and hold what is in the table against what was sent.
 * </ol>
 */
final class WalkThrough {
    static final String HOW_TO_GO_ON =
            """
            Left running: the servers and the job. In this checkout:

              eval "$(scripts/local-stack env)"      # endpoints for aws, boto3, mysql, ...
              scripts/generate-data --records 100
              scripts/query --local "select code, combinedname, count(*) from my_kinesis_db.hudi_table group by 1, 2"
              mysql -u "$MYSQL_USER" "$MYSQL_DATABASE" -e "UPDATE country_lookup_table SET combinedname='IN-again' WHERE code='IN'"
              scripts/local-stack stop               # ends all of it
            """;

    /** Short, since somebody watches. */
    private static final List<String> JOB_ARGUMENTS = List.of("--window_seconds", "2");

    /** Where the job writes by the defaults of scripts/submit-local. */
    private static final URI TABLE = URI.create("s3://" + ExampleResources.BUCKET + "/output/hudi_table");

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    private static final Duration NEWS_INTERVAL = Duration.ofSeconds(3);

    private final Path checkout;
    private final StackDirectory directory;
    private final Stack stack;
    private final Orders orders;
    private final List<String> jobArguments;
    private final boolean reenrich;
    private final String command;
    private final Console console;

    /**
     * @param jobArguments in addition to those of the walk-through
     * @param reenrich whether rows that are in the table are to follow the reference rows
     * @param command by which the user plays it
     */
    WalkThrough(
            Path checkout,
            StackDirectory directory,
            Stack stack,
            Orders orders,
            List<String> jobArguments,
            boolean reenrich,
            String command,
            Console console) {
        this.checkout = checkout;
        this.directory = directory;
        this.stack = stack;
        this.orders = orders;
        this.jobArguments = List.copyOf(jobArguments);
        this.reenrich = reenrich;
        this.command = command;
        this.console = console;
    }

    /**
     * @param keepJob whether the job is to go on afterwards
     * @param cleanUp gets to know everything that is started
     */
    RunReport play(boolean keepJob, CleanUp cleanUp) throws InterruptedException {
        StackState servers = startServers(cleanUp);
        try {
            return play(servers, keepJob, cleanUp);
        } catch (RuntimeException e) {
            // Whatever failed then, failed for want of it.
            requireAlive(servers, e);
            throw e;
        }
    }

    private RunReport play(StackState servers, boolean keepJob, CleanUp cleanUp) throws InterruptedException {
        AwsClients clients = new AwsClients(servers.endpoints());
        try (KinesisClient kinesis = clients.kinesis();
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            Producer producer = new Producer(kinesis, orders);
            ContinuousJob job = startJob(servers.environment(), cleanUp);
            LocalQueries queries = new LocalQueries(checkout, servers.environment(), directory.log("query"), cleanUp);

            console.step("Sending the first %,d orders", orders.count() / 2);
            awaitProcessed(producer.sendFirstHalf(), producer, job, servers);
            TableView before = TableView.look(queries);
            console.step("The table, newest rows first:%n%n%s", before.newestRows());

            console.step(
                    "Updating the reference rows in MySQL, while the job runs:%n  %s;",
                    String.join(";\n  ", ReferenceUpdates.statements()));
            List<Replicated> updates = new ReferenceUpdates(servers.environment(), dynamoDb).run();
            console.step(
                    "Replicated to DynamoDB within %.0f ms of MySQL's commit (median of %d)",
                    replication(updates).median(), updates.size());

            console.step("Sending the other %,d orders", orders.count() - orders.count() / 2);
            awaitProcessed(producer.sendSecondHalf(), producer, job, servers);
            if (keepJob) {
                stack.adopt("job", TABLE, job.handle());
            } else {
                job.stop();
                console.step("Stopped the job between two batches");
            }
            TableView after = TableView.look(queries);
            console.step("The table, newest rows first:%n%n%s", after.newestRows());
            List<RowsOfName> countries = CountryCount.changes(before.countries(), after.countries());
            console.step("Before and after:%n%n%s", CountryCount.sideBySide(countries));

            if (after.rejected() > 0) {
                console.step("Kept apart, in my_kinesis_db.hudi_table_rejected:%n%n%s", after.rejectedByReason());
            }

            RunReport report = report(producer.sent(), job.reports(), after, updates, countries);
            console.step(
                    "The first row with a new name was in the table %.1f s after MySQL's commit",
                    report.commitToTableSeconds());
            console.step("%s", report.describe());
            return report;
        }
    }

    private StackState startServers(CleanUp cleanUp) {
        console.step(
                "Starting the servers; their logs are in %s", directory.root().resolve("logs"));
        StackState servers = stack.start(new Ports(Map.of()), line -> console.show("  " + line));
        cleanUp.add(stack::stop);
        return servers;
    }

    private ContinuousJob startJob(Map<String, String> environment, CleanUp cleanUp) {
        Path log = directory.log("job");
        console.step("Starting the job with spark-submit; its log is %s", log);
        List<String> arguments = new ArrayList<>(JOB_ARGUMENTS);
        arguments.addAll(List.of("--reenrich", Boolean.toString(reenrich)));
        arguments.addAll(jobArguments);
        ContinuousJob job = ContinuousJob.start(checkout, environment, log, arguments);
        cleanUp.add(job::kill);
        return job;
    }

    /** Waits until everything that is being sent is sent, and the job has processed all that was sent up to now. */
    private void awaitProcessed(
            CompletableFuture<Void> sending, Producer producer, ContinuousJob job, StackState servers)
            throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        long lastNews = System.nanoTime();
        while (!sending.isDone()
                || job.reports().sum("records_read") < producer.sent().sent()) {
            requireAlive(servers, null);
            job.requireRunning();
            if (sending.isDone() && System.nanoTime() > deadline) {
                throw new CommandException("the job has not processed everything within " + LONGEST_WAIT.toMinutes()
                        + " minutes; see " + directory.log("job"));
            }
            if (System.nanoTime() - lastNews > NEWS_INTERVAL.toNanos()) {
                lastNews = System.nanoTime();
                console.show(String.format(
                        Locale.ROOT,
                        "  %s; processed: %,d records",
                        sending.isDone() ? "all sent" : "sending",
                        job.reports().sum("records_read")));
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
        sending.join();
        console.step(
                "Processed %,d records in %d batches",
                producer.sent().sent(), job.reports().batches());
    }

    /** @param cause what was met instead, if anything */
    private void requireAlive(StackState servers, RuntimeException cause) {
        servers.ended().stream().findFirst().ifPresent(server -> {
            throw new CommandException(
                    server.name() + " ended during the run; its log is " + directory.log(server.name()), cause);
        });
    }

    private RunReport report(
            Tally sent, LoggedBatches reports, TableView table, List<Replicated> updates, List<RowsOfName> countries) {
        Set<String> names = updates.stream().map(Replicated::combinedName).collect(Collectors.toSet());
        Reconciliation reconciliation = Reconciliation.of(sent, reports, table, reenrich ? table.matchedBut(names) : 0);
        return new RunReport(
                reconciliation.sent(),
                reconciliation.written(),
                reconciliation.superseded(),
                reconciliation.rejected(),
                reports.sum("rows_reenriched"),
                reconciliation.rows(),
                table.matched(),
                table.rows() - table.matched(),
                reports.batches(),
                reports.secondsByPhase(),
                replication(updates),
                commitToTable(updates, reports, table),
                console.seconds(),
                reconciliation.differences(),
                new Story(
                        command,
                        reports.last("reference_items"),
                        ReferenceUpdates.statements(),
                        countries,
                        table.rejections(),
                        reports.reports()));
    }

    private static Summary replication(List<Replicated> updates) {
        return new Figures(updates.stream().map(Replicated::milliseconds).toList()).summary();
    }

    /** From MySQL's commit of an update until a batch that shows it was in the table, in seconds; of all, the first. */
    private static double commitToTable(List<Replicated> updates, LoggedBatches reports, TableView table) {
        return updates.stream()
                .flatMapToDouble(update -> table.firstCommitOf(update.combinedName())
                        .flatMap(reports::endOfCommit)
                        .map(end -> DoubleStream.of((end - update.committedAt()) / 1000.0))
                        .orElse(DoubleStream.empty()))
                .min()
                .orElseThrow(() -> new CommandException("no row of the table shows any of the updates"));
    }
}
