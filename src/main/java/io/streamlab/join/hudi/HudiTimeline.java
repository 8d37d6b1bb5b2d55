package io.streamlab.join.hudi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The commits of a table, as Hudi leaves them beside the data.
 *
 * <p>Read from the files themselves, which are the same from Hudi 0.12 to 1.x for table versions 5 and 6:
 * {@code .hoodie/<instant>.commit}, JSON with the statistics of every file that the commit wrote.
 */
final class HudiTimeline {
    private static final String COMPLETED_COMMIT = ".commit";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Configuration configuration;

    HudiTimeline(String tablePath, Configuration configuration) {
        this.folder = new Path(tablePath, ".hoodie");
        this.configuration = configuration;
    }

    /** The newest commit that is complete; none for a table without commits. */
    Optional<HudiCommit> latest() {
        try {
            FileSystem fileSystem = folder.getFileSystem(configuration);
            Optional<Path> file = Arrays.stream(fileSystem.listStatus(folder))
                    .map(FileStatus::getPath)
                    .filter(path -> path.getName().endsWith(COMPLETED_COMMIT))
                    .max(Comparator.comparing(Path::getName));
            return file.isPresent() ? Optional.of(read(fileSystem, file.get())) : Optional.empty();
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The commits of the Hudi table cannot be read in " + folder, e);
        }
    }

    private static HudiCommit read(FileSystem fileSystem, Path file) throws IOException {
        try (InputStream content = fileSystem.open(file)) {
            long inserted = 0;
            long updated = 0;
            long deleted = 0;
            Set<String> fileIds = new HashSet<>();
            JsonNode commit = JSON.readTree(content);
            for (JsonNode partition : commit.path("partitionToWriteStats")) {
                for (JsonNode statistics : partition) {
                    inserted += statistics.path("numInserts").asLong();
                    updated += statistics.path("numUpdateWrites").asLong();
                    deleted += statistics.path("numDeletes").asLong();
                    fileIds.add(statistics.path("fileId").asText());
                }
            }
            Map<String, String> notes = new HashMap<>();
            commit.path("extraMetadata")
                    .fields()
                    .forEachRemaining(
                            note -> notes.put(note.getKey(), note.getValue().asText()));
            String name = file.getName();
            return new HudiCommit(
                    name.substring(0, name.length() - COMPLETED_COMMIT.length()),
                    inserted,
                    updated,
                    deleted,
                    fileIds,
                    notes);
        }
    }
}
