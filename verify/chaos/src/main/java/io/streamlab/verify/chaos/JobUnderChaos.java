package io.streamlab.verify.chaos;

import io.streamlab.local.common.CleanUp;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.stack.StackDirectory;
import io.streamlab.verify.pipeline.ContinuousJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The job, started again after each end, and each start's log. */
final class JobUnderChaos {
    private static final Duration LONGEST_END = Duration.ofMinutes(1);
    /** Changes with each version of an order. */
    private static final String PARTITION_THAT_CHANGES = "unitssold";

    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);

    /**
     * With each commit, so that what has changed takes several: the table has twice as many after a few minutes. With a third of it rows fell
     * behind changes that come all the time where a commit takes long, and no change was ever done with.
     */
    private static final int MOST_ROWS_THAT_FOLLOW = 1_500;

    /** A file for each batch, and a clustering of every three. */
    private static final String FREQUENT_CLUSTERING =
            "hoodie.parquet.small.file.limit=0,hoodie.clustering.inline.max.commits=3";

    private final Path checkout;
    private final Map<String, String> environment;
    private final ChaosSettings settings;
    private final StackDirectory directory;
    private final CleanUp cleanUp;
    private final Random random;
    private ContinuousJob job;
    private int starts;

    /** @param environment with the proxies for servers */
    JobUnderChaos(
            Path checkout,
            Map<String, String> environment,
            ChaosSettings settings,
            StackDirectory directory,
            CleanUp cleanUp) {
        this.checkout = checkout;
        this.environment = environment;
        this.settings = settings;
        this.directory = directory;
        this.cleanUp = cleanUp;
        this.random = new Random(settings.seed());
    }

    /** A batch as soon as the last one is done. */
    void start() {
        List<String> arguments = new ArrayList<>(List.of("--window_seconds", "1", "--max_records_per_shard", "500"));
        if (settings.reenrich()) {
            arguments.addAll(List.of("--reenrich_max_rows_per_batch", Integer.toString(MOST_ROWS_THAT_FOLLOW)));
        }
        launch(arguments);
    }

    boolean isRunning() {
        return job != null && job.isRunning();
    }

    /**
     * Kills one of the job's processes; the driver if there is no other one at the moment. Returns when the job has ended, if it ends by that.
     *
     * @return what was killed
     */
    Victim kill(Victim victim) {
        if (!settings.hasCluster()) {
            job.kill();
            return Victim.DRIVER;
        }
        List<ProcessHandle> processes = processes(victim);
        if (processes.isEmpty()) {
            return victim == Victim.DRIVER ? killAll() : kill(Victim.DRIVER);
        }
        boolean isLast = victim == Victim.DRIVER || victim == Victim.WORKER && processes.size() == 1;
        processes.get(random.nextInt(processes.size())).destroyForcibly();
        if (isLast) {
            awaitEndOfCommand();
        }
        return victim;
    }

    /**
     * Sends SIGTERM and waits for the end.
     *
     * @return the exit code
     * @throws CommandException if the job has not ended in time
     */
    int stop(Duration limit) throws InterruptedException {
        job.handle().destroy();
        return job.awaitEnd(limit);
    }

    private Victim killAll() {
        job.kill();
        return Victim.DRIVER;
    }

    private List<ProcessHandle> processes(Victim victim) {
        return job.handle()
                .descendants()
                .filter(process ->
                        victim.isMarkedBy(process.info().commandLine().orElse("")))
                .toList();
    }

    /** The command ends the cluster, which may take a few seconds. */
    private void awaitEndOfCommand() {
        try {
            job.handle().onExit().get(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandException("the job does not end although its driver or its last worker was killed", e);
        }
    }

    /**
     * Lets the job process what is left on the stream, and then let rows follow the reference data until all have.
     *
     * @param attempts how often it may fail, as everything around it does
     * @return how often it did
     */
    int drain(int attempts) throws InterruptedException {
        for (int failures = 0; failures < attempts; failures++) {
            launch(List.of("--available_now", "true"));
            if (job.awaitEnd(LONGEST_DRAIN) == 0) {
                return failures;
            }
        }
        throw new CommandException("the job has failed " + attempts + " times to drain the stream; see " + log());
    }

    private void launch(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--reenrich", Boolean.toString(settings.reenrich())));
        all.addAll(List.of("--write_profile", settings.profile().toString()));
        all.addAll(List.of("--lookup_mode", settings.lookupMode()));
        if (settings.deletes()) {
            all.addAll(List.of("--delete_field", SentOrders.DELETED));
        }
        if (settings.movesRows()) {
            all.addAll(List.of("--partition_fields", PARTITION_THAT_CHANGES));
        }
        if (settings.clustersFiles()) {
            all.addAll(List.of("--hudi_options", FREQUENT_CLUSTERING));
        }
        if (settings.hasCluster()) {
            all.addAll(List.of("--cluster", Integer.toString(settings.workers())));
        }
        starts++;
        job = ContinuousJob.start(checkout, environment, log(), all);
        cleanUp.add(job::kill);
    }

    /** Of the latest start. */
    Path log() {
        return directory.log("chaos-job-" + starts);
    }
}
