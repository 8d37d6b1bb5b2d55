package io.streamlab.join.hudi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job's checkpoint, as far as the table is concerned. The job adds the file {@code table.json}, which names its last commit:
 *
 * <pre>{@code
 * {"query_id":"0b5e...","table":"s3://bucket/output/hudi_table","commit":"20260131120000123"}
 * }</pre>
 *
 * <p>The job writes the file after each commit. So a job that was killed may have made one commit more than the file says.
 */
public final class Checkpoint {
    private static final String NOTE = "table.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

    private final Path folder;
    private final Configuration configuration;

    public Checkpoint(URI path, Configuration configuration) {
        this.folder = new Path(path.toString());
        this.configuration = configuration;
    }

    /** Returns the id of the checkpoint's query; empty for a checkpoint that no query has used. */
    Optional<String> queryId() {
        return read("metadata").map(metadata -> metadata.path("id").asText()).filter(id -> !id.isEmpty());
    }

    /** Returns the newest batch that Spark has planned; empty for a checkpoint without batches. */
    OptionalLong newestBatch() {
        return newestNumber("offsets");
    }

    /** Returns the newest batch that Spark has noted as done; empty for a checkpoint without such batches. */
    OptionalLong newestDoneBatch() {
        return newestNumber("commits");
    }

    /** Returns the commit that the job noted last; empty if it has noted none, or the note is damaged. */
    Optional<String> notedCommit() {
        return read(NOTE).map(note -> note.path("commit").asText()).filter(commit -> !commit.isEmpty());
    }

    /** Returns the table that the job noted last; empty if it has noted none. */
    Optional<String> notedTable() {
        return read(NOTE).map(note -> note.path("table").asText()).filter(table -> !table.isEmpty());
    }

    /** Returns where the note is, for messages. */
    String noteFile() {
        return new Path(folder, NOTE).toString();
    }

    /** Notes a commit of the job. */
    void note(String table, HudiCommit commit) {
        ObjectNode note = JSON.createObjectNode();
        commit.provenance().queryId().ifPresent(id -> note.put("query_id", id));
        note.put("table", table).put("commit", commit.instant());
        Path file = new Path(folder, NOTE);
        try (OutputStream out = fileSystem().create(file, true)) {
            out.write(JSON.writeValueAsBytes(note));
        } catch (IOException e) {
            throw new UncheckedIOException("The commit " + commit.instant() + " cannot be noted in " + file, e);
        }
    }

    private Optional<JsonNode> read(String name) {
        Path file = new Path(folder, name);
        try (InputStream content = fileSystem().open(file)) {
            return Optional.of(JSON.readTree(content));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            LOG.warn("{} is damaged, so it says nothing", file);
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private OptionalLong newestNumber(String log) {
        Path files = new Path(folder, log);
        try {
            return Arrays.stream(fileSystem().listStatus(files))
                    .map(file -> file.getPath().getName())
                    .filter(name -> name.matches("\\d{1,18}"))
                    .mapToLong(Long::parseLong)
                    .max();
        } catch (FileNotFoundException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw unreadable(files, e);
        }
    }

    private FileSystem fileSystem() throws IOException {
        return folder.getFileSystem(configuration);
    }

    private static UncheckedIOException unreadable(Path file, IOException e) {
        return new UncheckedIOException("The checkpoint cannot be read: " + file, e);
    }
}
