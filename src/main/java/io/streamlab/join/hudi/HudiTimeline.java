package io.streamlab.join.hudi;

import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Reads the commits of a table from the files in its {@code .hoodie} folder.
 *
 * <p>Hudi 0.12 to 1.x write the same files for table versions 5 and 6: {@code .hoodie/<instant>.commit}, JSON with the
 * statistics of every file that the commit wrote. Table services leave files of other names (clean, rollback, replacecommit),
 * which do not count as commits here. Hudi keeps at least the newest twenty commits, and moves older ones to an archive.
 */
final class HudiTimeline {
    private static final String COMPLETED_COMMIT = ".commit";
    /** Up to table version 6. Hudi notes in this file what it is about to write, by files. */
    private static final String BEGUN_COMMIT = ".inflight";
    /** Up to table version 6. */
    private static final String COMPLETED_REPLACEMENT = ".replacecommit";

    private static final String COMPLETED_RESTORE = ".restore";
    /** Up to table version 6. */
    private static final String ARCHIVE = "archived";

    private static final String REQUESTED_CLUSTERING = ".replacecommit.requested";
    /** The name of a file of the timeline: with milliseconds, and in former versions without. */
    private static final Pattern INSTANT = Pattern.compile("(\\d{14}(?:\\d{3})?)\\..+");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Configuration configuration;

    HudiTimeline(String tablePath, Configuration configuration) {
        this.folder = new Path(tablePath, ".hoodie");
        this.configuration = configuration;
    }

    static HudiTimeline of(SparkSession spark, String tablePath) {
        return new HudiTimeline(tablePath, spark.sessionState().newHadoopConf());
    }

    /** Returns the newest commit that is complete; empty for a table without commits. */
    Optional<HudiCommit> latest() {
        List<String> instants = instants(COMPLETED_COMMIT);
        return instants.isEmpty() ? Optional.empty() : Optional.of(read(instants.get(instants.size() - 1)));
    }

    /**
     * Returns how many items of a reference table the newest commit's rows were joined with; empty where the commit does not
     * note that table, and without a commit.
     */
    OptionalInt lastReferenceItems(String referenceTable) {
        return latest().map(commit -> commit.provenance().referenceItems(referenceTable))
                .orElse(OptionalInt.empty());
    }

    /** Returns the complete commits that are newer than an instant, the oldest first; all commits for the empty text. */
    List<HudiCommit> after(String instant) {
        return instants(COMPLETED_COMMIT).stream()
                .filter(later -> later.compareTo(instant) > 0)
                .map(this::read)
                .collect(toList());
    }

    /**
     * Returns the commits that have a batch's number and are newer than those of its query's other batches, the oldest first.
     * Several commits are replays, or batches with other records: see {@link BatchProvenance#hasSameRecordsAs}.
     */
    List<HudiCommit> ofSameNumber(BatchProvenance batch) {
        LinkedList<HudiCommit> found = new LinkedList<>();
        List<String> newestFirst = new ArrayList<>(instants(COMPLETED_COMMIT));
        Collections.reverse(newestFirst);
        for (String instant : newestFirst) {
            HudiCommit commit = read(instant);
            if (commit.provenance().hasSameNumberAs(batch)) {
                found.addFirst(commit);
            } else if (commit.provenance().isOfSameQueryAs(batch)
                    && commit.provenance().isBatch()) {
                // Batches follow each other: commits before another batch of the query are not those of the batch.
                break;
            }
        }
        return found;
    }

    /**
     * Returns the newest instant of anything in the timeline, done or not: commits, cleanings, clusterings, rollbacks; the empty
     * text without any.
     */
    String newestInstant() {
        try {
            return Arrays.stream(fileSystem().listStatus(folder))
                    .map(file -> INSTANT.matcher(file.getPath().getName()))
                    .filter(Matcher::matches)
                    .map(instant -> instant.group(1))
                    .max(Comparator.naturalOrder())
                    .orElse("");
        } catch (FileNotFoundException e) {
            return "";
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns the newest instant of a complete commit, a replacement or a restored version; the empty text without any. */
    String newestWrite() {
        return Stream.of(COMPLETED_COMMIT, COMPLETED_REPLACEMENT, COMPLETED_RESTORE)
                .flatMap(ending -> instants(ending).stream())
                .max(Comparator.naturalOrder())
                .orElse("");
    }

    /**
     * Returns what has changed rows after an instant without a commit, the oldest first: files that were replaced, as by
     * INSERT OVERWRITE or a removed partition, and versions that were restored. A clustering changes no row.
     */
    List<String> changesWithoutCommit(String instant) {
        List<String> changes = new ArrayList<>();
        for (String replacement : instants(COMPLETED_REPLACEMENT)) {
            if (replacement.compareTo(instant) > 0) {
                String operation = operationOf(replacement);
                if (!operation.equals("CLUSTER")) {
                    changes.add("replacecommit " + replacement + " (" + operation + ")");
                }
            }
        }
        instants(COMPLETED_RESTORE).stream()
                .filter(restore -> restore.compareTo(instant) > 0)
                .forEach(restore -> changes.add("restore " + restore));
        return changes;
    }

    private String operationOf(String replacement) {
        try (InputStream content = fileSystem().open(new Path(folder, replacement + COMPLETED_REPLACEMENT))) {
            return JSON.readTree(content).path("operationType").asText("UNKNOWN");
        } catch (FileNotFoundException | JsonProcessingException e) {
            return "UNKNOWN";
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns whether Hudi has moved commits to the archive. */
    boolean hasArchive() {
        try {
            return fileSystem().listStatus(new Path(folder, ARCHIVE)).length > 0;
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns how many commits are complete since the newest clustering; all that are not archived, without one. */
    int commitsSinceClustering() {
        String clustering = instants(COMPLETED_REPLACEMENT).stream()
                .reduce((older, newer) -> newer)
                .orElse("");
        return (int) instants(COMPLETED_COMMIT).stream()
                .filter(commit -> commit.compareTo(clustering) > 0)
                .count();
    }

    /** Returns whether a clustering has begun and not ended; its writer may have died. */
    boolean hasPendingClustering() {
        return !new HashSet<>(instants(COMPLETED_REPLACEMENT)).containsAll(instants(REQUESTED_CLUSTERING));
    }

    /** Returns the instants of the files with such an ending, the oldest first. */
    private List<String> instants(String ending) {
        try {
            return Arrays.stream(fileSystem().listStatus(folder))
                    .map(file -> file.getPath().getName())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted(Comparator.naturalOrder())
                    .collect(toList());
        } catch (FileNotFoundException e) {
            return Collections.emptyList();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Returns the commit with the number of rows that Hudi was given. Hudi counts the rows by files before it writes, and
     * leaves the counts in the commit's file of the beginning. Costs one small file. Where the file has no counts, the commit
     * stays as it is.
     */
    HudiCommit withRowsGiven(HudiCommit commit) {
        Path file = new Path(folder, commit.instant() + BEGUN_COMMIT);
        try (InputStream content = fileSystem().open(file)) {
            JsonNode partitions = JSON.readTree(content).path("partitionToWriteStats");
            if (!partitions.isObject()) {
                return commit;
            }
            long given = 0;
            for (JsonNode partition : partitions) {
                for (JsonNode statistics : partition) {
                    // Inserts of the whole partition have no file. Those of a file are among them.
                    boolean ofPartition = statistics.path("fileId").asText().isEmpty();
                    given += statistics.path("numUpdateWrites").asLong()
                            + (ofPartition ? statistics.path("numInserts").asLong() : 0);
                }
            }
            return commit.withRowsGiven(given);
        } catch (FileNotFoundException | JsonProcessingException e) {
            return commit;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private HudiCommit read(String instant) {
        try (InputStream content = fileSystem().open(new Path(folder, instant + COMPLETED_COMMIT))) {
            JsonNode commit = JSON.readTree(content);
            long inserted = 0;
            long updated = 0;
            long deleted = 0;
            Set<String> fileIds = new HashSet<>();
            for (JsonNode partition : commit.path("partitionToWriteStats")) {
                for (JsonNode statistics : partition) {
                    inserted += statistics.path("numInserts").asLong();
                    updated += statistics.path("numUpdateWrites").asLong();
                    deleted += statistics.path("numDeletes").asLong();
                    fileIds.add(statistics.path("fileId").asText());
                }
            }
            return new HudiCommit(instant, inserted, updated, deleted, fileIds, notes(commit.path("extraMetadata")));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Map<String, String> notes(JsonNode extraMetadata) {
        Map<String, String> notes = new HashMap<>();
        extraMetadata
                .fields()
                .forEachRemaining(
                        note -> notes.put(note.getKey(), note.getValue().asText()));
        return notes;
    }

    private FileSystem fileSystem() throws IOException {
        return folder.getFileSystem(configuration);
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("The commits of the Hudi table cannot be read in " + folder, e);
    }
}
