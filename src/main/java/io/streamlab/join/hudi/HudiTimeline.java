package io.streamlab.join.hudi;

import static java.util.stream.Collectors.toList;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The commits of a table, as Hudi leaves them beside the data.
 *
 * <p>Read from the files themselves, which are the same from Hudi 0.12 to 1.x for table versions 5 and 6:
 * {@code .hoodie/<instant>.commit}, JSON with the statistics of every file that the commit wrote. Table services leave
 * files of other names (clean, rollback, replacecommit), so that they never stand between commits here. Hudi keeps at
 * least the newest twenty commits; older ones go to an archive.
 */
final class HudiTimeline {
    private static final String COMPLETED_COMMIT = ".commit";
    /** Up to table version 6. */
    private static final String COMPLETED_CLUSTERING = ".replacecommit";

    private static final String REQUESTED_CLUSTERING = ".replacecommit.requested";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Configuration configuration;

    HudiTimeline(String tablePath, Configuration configuration) {
        this.folder = new Path(tablePath, ".hoodie");
        this.configuration = configuration;
    }

    /** The newest commit that is complete; none for a table without commits. */
    Optional<HudiCommit> latest() {
        List<String> instants = instants(COMPLETED_COMMIT);
        return instants.isEmpty() ? Optional.empty() : Optional.of(read(instants.get(instants.size() - 1)));
    }

    /** The complete commits that are newer than an instant, the oldest first; all of them after the empty text. */
    List<HudiCommit> after(String instant) {
        return instants(COMPLETED_COMMIT).stream()
                .filter(later -> later.compareTo(instant) > 0)
                .map(this::read)
                .collect(toList());
    }

    /**
     * The commit that brought a batch into the table, if it is there. Should the batch have several commits, it is the
     * first: those after it brought nothing new.
     */
    Optional<HudiCommit> find(BatchProvenance batch) {
        HudiCommit found = null;
        List<String> newestFirst = new ArrayList<>(instants(COMPLETED_COMMIT));
        Collections.reverse(newestFirst);
        for (String instant : newestFirst) {
            HudiCommit commit = read(instant);
            if (commit.provenance().isSameBatchAs(batch)) {
                found = commit;
            } else if (commit.provenance().isOfSameQueryAs(batch)
                    && commit.provenance().isBatch()) {
                // Batches follow each other: what is older than another batch of the query is not the one looked for.
                break;
            }
        }
        return Optional.ofNullable(found);
    }

    /** Whether small files are being merged, or were when whoever did so died. */
    boolean hasPendingClustering() {
        return !new HashSet<>(instants(COMPLETED_CLUSTERING)).containsAll(instants(REQUESTED_CLUSTERING));
    }

    /** Of the files with such an ending, the oldest first. */
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
