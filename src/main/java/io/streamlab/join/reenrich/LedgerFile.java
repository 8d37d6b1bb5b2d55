package io.streamlab.join.reenrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.join.config.RemovedReference;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The ledger as a file under the checkpoint: {@code reenrichment/<number>.json.gz}. The file with the greatest number counts.
 *
 * <pre>{@code
 * {"version":1,"attributes":"code STRING","removed":"null","keys":2}    and "everything_pending_since", if nothing is known
 * ["India","9f3c..."]                                                   applied, with the fingerprint
 * ["USA",null,"2026-01-31T12:00:00Z"]                                   pending since then
 * }</pre>
 *
 * <p>A file is written under a name that does not count, and then renamed.
 */
final class LedgerFile implements LedgerStore {
    private static final String FOLDER = "reenrichment";
    private static final String SUFFIX = ".json.gz";
    private static final String NUMBER = "\\d{1,18}";
    private static final int VERSION = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final String attributes;
    private final RemovedReference removed;
    private final Configuration configuration;

    /**
     * A ledger that was kept with other settings may be of no use. It then counts as none.
     *
     * @param attributes the attributes that fingerprints are made of. A ledger of others is of no use
     * @param removed what happens to the rows of removed items. A ledger of {@code keep} is of no use for {@code null}
     */
    LedgerFile(URI checkpointPath, String attributes, RemovedReference removed, Configuration configuration) {
        this.folder = new Path(checkpointPath.toString(), FOLDER);
        this.attributes = attributes;
        this.removed = removed;
        this.configuration = configuration;
    }

    @Override
    public Optional<Ledger> load() {
        try {
            List<Long> numbers = numbers();
            return numbers.isEmpty() ? Optional.empty() : read(file(Collections.max(numbers)));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The ledger of re-enrichment cannot be read in " + folder
                            + ". If you delete that folder, the job compares every row of the table again",
                    e);
        }
    }

    @Override
    public void save(Ledger ledger) {
        try {
            List<Long> former = numbers();
            Path file = file(former.isEmpty() ? 1 : Collections.max(former) + 1);
            Path workFile = new Path(folder, "_" + file.getName());
            write(ledger, workFile);
            if (!fileSystem().rename(workFile, file)) {
                throw new IOException(workFile + " cannot be moved to " + file);
            }
            for (long number : former) {
                fileSystem().delete(file(number), false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The ledger of re-enrichment cannot be written in " + folder, e);
        }
    }

    private void write(Ledger ledger, Path file) throws IOException {
        try (Writer out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(fileSystem().create(file, true)), UTF_8))) {
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("version", VERSION);
            header.put("attributes", attributes);
            header.put("removed", removed.toString());
            header.put("keys", ledger.applied().size() + ledger.pending().size());
            if (ledger.isEverythingPending()) {
                header.put("everything_pending_since", ledger.oldest().get().toString());
            }
            line(header, out);
            for (Map.Entry<String, Long> key : ledger.applied().entrySet()) {
                line(new String[] {key.getKey(), Long.toHexString(key.getValue())}, out);
            }
            for (Map.Entry<String, Instant> key : ledger.pending().entrySet()) {
                line(new String[] {key.getKey(), null, key.getValue().toString()}, out);
            }
        }
    }

    private static void line(Object content, Writer out) throws IOException {
        out.write(JSON.writeValueAsString(content));
        out.write('\n');
    }

    private Optional<Ledger> read(Path file) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(fileSystem().open(file)), UTF_8))) {
            JsonNode header = JSON.readTree(in.readLine());
            if (header.path("version").asInt() != VERSION) {
                throw new IOException(file + " is of version " + header.path("version") + ", not " + VERSION);
            }
            if (!header.path("attributes").asText().equals(attributes) || keptRowsThatMustBecomeNull(header)) {
                return Optional.empty();
            }
            if (header.has("everything_pending_since")) {
                return Optional.of(Ledger.ofUnknown(
                        Instant.parse(header.get("everything_pending_since").asText())));
            }
            return Optional.of(keys(in, header.path("keys").asInt(), file));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " has a line that is no JSON", e);
        }
    }

    private boolean keptRowsThatMustBecomeNull(JsonNode header) {
        return removed == RemovedReference.NULL
                && header.path("removed").asText().equals(RemovedReference.KEEP.toString());
    }

    private static Ledger keys(BufferedReader in, int count, Path file) throws IOException {
        Map<String, Long> applied = new HashMap<>();
        Map<String, Instant> pending = new LinkedHashMap<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] key = JSON.readValue(line, String[].class);
            if (key[1] != null) {
                applied.put(key[0], Long.parseUnsignedLong(key[1], 16));
            } else {
                pending.put(key[0], Instant.parse(key[2]));
            }
        }
        if (applied.size() + pending.size() != count) {
            throw new IOException(
                    file + " has " + (applied.size() + pending.size()) + " keys, and says that it has " + count);
        }
        return Ledger.of(applied, pending);
    }

    private Path file(long number) {
        return new Path(folder, number + SUFFIX);
    }

    private List<Long> numbers() throws IOException {
        List<Long> numbers = new ArrayList<>();
        try {
            Arrays.stream(fileSystem().listStatus(folder))
                    .map(FileStatus::getPath)
                    .map(Path::getName)
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .filter(name -> name.matches(NUMBER))
                    .forEach(name -> numbers.add(Long.parseLong(name)));
        } catch (FileNotFoundException e) {
            // Nothing has been kept yet.
        }
        return numbers;
    }

    private FileSystem fileSystem() throws IOException {
        return folder.getFileSystem(configuration);
    }
}
