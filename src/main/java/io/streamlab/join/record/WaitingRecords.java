package io.streamlab.join.record;

import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the number of files of a day. A day that has {@link #MOST_FILES} gets no more files of single batches. Further records of
 * the day wait in the folder {@code _waiting}, which readers skip, until one file can have those of many batches.
 *
 * <p>A file that readers see never changes and never goes before its whole day. So whatever reads the days finds each record
 * once, at any moment. A compaction of files that are there could not promise that: S3 does not replace several objects at a
 * stroke, so a reader would find records twice or not at all.
 *
 * <ol>
 *   <li>The records of batches 101 to 115 wait.
 *   <li>{@link #show} writes them into one file under a hidden name, and moves the file into the day, as {@code
 *       <query>-101-to-115.parquet}.
 *   <li>It removes the files that waited. Killed before that, the next call finds the batches in the name, and removes the files.
 * </ol>
 *
 * <p>The newest batch may be replayed, with fewer rejected records by a newer version of the job. So its file keeps its own name,
 * by which the replay finds it.
 */
public final class WaitingRecords {
    /** Readers see the records of so many batches of a day at once. */
    static final int MOST_FILES = 100;

    /** So a day has 192 further files at most, and more only if it has more than {@link #MOST_WAITING} batches in this time. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    /** One call reads at most about so many files, and no batch begins meanwhile. */
    private static final int MOST_WAITING = 200;

    private static final String FOLDER = "_waiting";
    private static final Logger LOG = LoggerFactory.getLogger(WaitingRecords.class);

    private final Path folder;
    private final DayFolders days;
    private final DayFolders waiting;
    private final RejectedTable table;
    private final int mostFiles;
    private final LongSupplier nanoTime;
    private final Map<LocalDate, Integer> filesOfDay = new HashMap<>();

    /** The batch that may be replayed; all batches before are done. */
    private String queryId = "";

    private long batchId = -1;

    /** An earlier run may have left some. */
    private boolean isNewRun = true;

    /** Those whose records are to be shown, one with each call. */
    private final Deque<LocalDate> dueDays = new ArrayDeque<>();

    private int waitingFiles;
    private long waitingSince;

    WaitingRecords(Path folder, RejectedTable table) {
        this(folder, table, MOST_FILES, System::nanoTime);
    }

    WaitingRecords(Path folder, RejectedTable table, int mostFiles, LongSupplier nanoTime) {
        this.folder = folder;
        this.days = new DayFolders(folder);
        this.waiting = new DayFolders(new Path(folder, FOLDER));
        this.table = table;
        this.mostFiles = mostFiles;
        this.nanoTime = nanoTime;
    }

    /** Notes that a batch has begun, so that those before it are done. */
    synchronized void begin(String batchsQueryId, long begunBatchId) {
        queryId = batchsQueryId;
        batchId = begunBatchId;
    }

    /**
     * Moves the file of a batch to where it belongs.
     *
     * @param mayBeReplay such a batch is shown at once: somebody may look why the job failed
     * @return whether readers see the file
     */
    synchronized boolean place(Path file, LocalDate day, String name, boolean mayBeReplay, FileSystem files)
            throws IOException {
        if (mayBeReplay && isShown(day, name, files)) {
            files.delete(file, false);
            return true;
        }
        if (!mayBeReplay && filesOf(day, files) >= mostFiles) {
            DayFolders.move(file, new Path(waiting.of(day), name), files);
            if (waitingFiles++ == 0) {
                waitingSince = nanoTime.getAsLong();
            }
            return false;
        }
        DayFolders.move(file, new Path(days.of(day), name), files);
        filesOfDay.computeIfPresent(day, (known, number) -> number + 1);
        return true;
    }

    /** Removes the file of an earlier attempt. */
    void remove(String name, LocalDate firstDay, Configuration configuration, FileSystem files) throws IOException {
        for (Path day : waiting.list(configuration).tailMap(firstDay).values()) {
            files.delete(new Path(day, name), false);
        }
    }

    /**
     * Shows the records of a day that have waited long enough, or are many. Called between batches. A failure is logged, and the
     * next call tries again.
     *
     * @return whether there may be more to show
     */
    public synchronized boolean showDue(SparkSession spark) {
        boolean isDue = isNewRun
                || waitingFiles >= MOST_WAITING
                || waitingFiles > 0 && nanoTime.getAsLong() - waitingSince >= LONGEST_WAIT.toNanos();
        return show(isDue, spark);
    }

    /** Shows the records of a day that wait, however long they have. Called when all batches are done. */
    public synchronized boolean showAll(SparkSession spark) {
        return show(isNewRun || waitingFiles > 0, spark);
    }

    private boolean show(boolean isDue, SparkSession spark) {
        if (dueDays.isEmpty() && !isDue) {
            return false;
        }
        try {
            Configuration configuration = spark.sessionState().newHadoopConf();
            if (dueDays.isEmpty()) {
                dueDays.addAll(waiting.list(configuration).keySet());
                // Of batches from now on: they wait for the next time.
                waitingFiles = 0;
                isNewRun = false;
            }
            if (!dueDays.isEmpty()) {
                show(dueDays.getFirst(), configuration, spark);
                dueDays.removeFirst();
            }
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            LOG.warn("Rejected records wait in {} and cannot be shown yet", new Path(folder, FOLDER), e);
            dueDays.clear();
            waitingFiles++;
            waitingSince = nanoTime.getAsLong();
        }
        return !dueDays.isEmpty();
    }

    private void show(LocalDate day, Configuration configuration, SparkSession spark) throws IOException {
        FileSystem files = folder.getFileSystem(configuration);
        List<Path> left = removeShown(day, filesIn(waiting.of(day), files), files);
        if (!left.isEmpty()) {
            show(day, left, newestBatches(waiting.list(configuration).values(), files), files, spark);
            filesOfDay.remove(day);
            table.add(Collections.singleton(day));
        }
    }

    private void show(
            LocalDate day, List<Path> waitingFilesOfDay, Map<String, Long> newest, FileSystem files, SparkSession spark)
            throws IOException {
        Map<String, List<Path>> together = new TreeMap<>();
        for (Path file : waitingFilesOfDay) {
            RejectedFile named = RejectedFile.ofBatch(file.getName()).get();
            if (named.batchId() < newest.get(named.queryId())) {
                together.computeIfAbsent(named.queryId(), query -> new ArrayList<>())
                        .add(file);
            } else {
                DayFolders.move(file, new Path(days.of(day), file.getName()), files);
            }
        }
        for (Map.Entry<String, List<Path>> ofQuery : together.entrySet()) {
            showTogether(ofQuery.getKey(), ofQuery.getValue(), day, files, spark);
        }
    }

    /** Returns the batch of each query that may be replayed: the newest one. */
    private Map<String, Long> newestBatches(Iterable<Path> waitingDays, FileSystem files) throws IOException {
        Map<String, Long> newest = new HashMap<>();
        for (Path day : waitingDays) {
            for (Path file : filesIn(day, files)) {
                RejectedFile named = RejectedFile.ofBatch(file.getName()).get();
                newest.merge(named.queryId(), named.batchId(), Math::max);
            }
        }
        newest.computeIfPresent(queryId, (query, batch) -> Math.max(batch, batchId));
        return newest;
    }

    private void showTogether(
            String query, List<Path> waitingFilesOfDay, LocalDate day, FileSystem files, SparkSession spark)
            throws IOException {
        OptionalLong first = batches(waitingFilesOfDay).min();
        OptionalLong last = batches(waitingFilesOfDay).max();
        Path work = new Path(folder, "_together");
        files.delete(work, true);
        spark.read()
                .schema(RejectedRecords.schema())
                .parquet(waitingFilesOfDay.stream().map(Path::toString).toArray(String[]::new))
                .coalesce(1)
                .write()
                .parquet(work.toString());
        String name = RejectedFile.nameOf(query, first.getAsLong(), last.getAsLong());
        DayFolders.move(RejectedRecords.onlyPartIn(work, files), new Path(days.of(day), name), files);
        files.delete(work, true);
        for (Path file : waitingFilesOfDay) {
            files.delete(file, false);
        }
    }

    private static LongStream batches(List<Path> files) {
        return files.stream()
                .mapToLong(file -> RejectedFile.ofBatch(file.getName()).get().batchId());
    }

    /** Removes files whose records readers see already, and returns the others. */
    private List<Path> removeShown(LocalDate day, List<Path> waitingFilesOfDay, FileSystem files) throws IOException {
        List<Path> left = notShown(days.of(day), waitingFilesOfDay, files);
        for (Path file : waitingFilesOfDay) {
            if (!left.contains(file)) {
                files.delete(file, false);
            }
        }
        return left;
    }

    private boolean isShown(LocalDate day, String name, FileSystem files) throws IOException {
        return notShown(days.of(day), Collections.singletonList(new Path(waiting.of(day), name)), files)
                .isEmpty();
    }

    /** Returns the files whose records are in no file of several batches. */
    private static List<Path> notShown(Path day, List<Path> waitingFilesOfDay, FileSystem files) throws IOException {
        List<RejectedFile> shown = new ArrayList<>();
        for (FileStatus file : DayFolders.statuses(day, files)) {
            RejectedFile.ofBatches(file.getPath().getName()).ifPresent(shown::add);
        }
        return waitingFilesOfDay.stream()
                .filter(file -> {
                    RejectedFile named = RejectedFile.ofBatch(file.getName()).get();
                    return shown.stream().noneMatch(several -> several.has(named.queryId(), named.batchId()));
                })
                .collect(toList());
    }

    /** Returns the files that wait, for a reader that wants all records; none whose records are in a day. */
    static List<Path> unseen(Path folder, Configuration configuration) throws IOException {
        FileSystem files = folder.getFileSystem(configuration);
        DayFolders days = new DayFolders(folder);
        List<Path> unseen = new ArrayList<>();
        for (Map.Entry<LocalDate, Path> day :
                new DayFolders(new Path(folder, FOLDER)).list(configuration).entrySet()) {
            unseen.addAll(notShown(days.of(day.getKey()), filesIn(day.getValue(), files), files));
        }
        return unseen;
    }

    private static List<Path> filesIn(Path day, FileSystem files) throws IOException {
        return Arrays.stream(DayFolders.statuses(day, files))
                .map(FileStatus::getPath)
                .filter(file -> RejectedFile.ofBatch(file.getName()).isPresent())
                .collect(toList());
    }

    private int filesOf(LocalDate day, FileSystem files) throws IOException {
        Integer known = filesOfDay.get(day);
        if (known != null) {
            return known;
        }
        int number = DayFolders.statuses(days.of(day), files).length;
        filesOfDay.put(day, number);
        return number;
    }
}
