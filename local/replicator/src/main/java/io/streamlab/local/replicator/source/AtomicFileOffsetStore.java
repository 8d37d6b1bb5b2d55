package io.streamlab.local.replicator.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/**
 * Keeps Debezium's offset in a file that is replaced in one step. Kafka's own file store overwrites the old offset: a process
 * that is killed meanwhile leaves half an offset, which counts as none, and the next start loads everything again.
 */
public final class AtomicFileOffsetStore extends MemoryOffsetBackingStore {

    static final String FILE_SETTING = "offset.storage.file.filename";

    private Path file;

    @Override
    public void configure(WorkerConfig config) {
        super.configure(config);
        file = Path.of(config.originalsStrings().get(FILE_SETTING));
    }

    @Override
    public synchronized void start() {
        super.start();
        if (Files.exists(file)) {
            load();
        }
    }

    private void load() {
        Properties offsets = new Properties();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            offsets.load(reader);
        } catch (IOException e) {
            throw new ConnectException("Cannot read the offset from " + file, e);
        }
        for (String key : offsets.stringPropertyNames()) {
            data.put(encode(key), encode(offsets.getProperty(key)));
        }
    }

    @Override
    protected void save() {
        Properties offsets = new Properties();
        for (Map.Entry<ByteBuffer, ByteBuffer> entry : data.entrySet()) {
            if (entry.getKey() != null && entry.getValue() != null) {
                offsets.setProperty(decode(entry.getKey()), decode(entry.getValue()));
            }
        }
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (var writer = Files.newBufferedWriter(written, StandardCharsets.UTF_8)) {
                offsets.store(writer, "Where replication goes on: Debezium's offset, after the last change applied");
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ConnectException("Cannot write the offset to " + file, e);
        }
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }

    private static ByteBuffer encode(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    /** Decodes a copy: the buffer stays in the store, so its position must not move. */
    private static String decode(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
