package io.streamlab.local.replicator.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileOffsetStoreTest {

    private static final String KEY = "[\"replicator\",{\"server\":\"mysql\"}]";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("offset.properties");
    }

    @Test
    void offsetIsFoundAgain() throws Exception {
        AtomicFileOffsetStore store = open();
        store.set(Map.of(bytes(KEY), bytes("{\"file\":\"é\",\"pos\":4}")), null).get();
        store.stop();

        assertThat(read(open())).isEqualTo("{\"file\":\"é\",\"pos\":4}");
    }

    @Test
    void laterOffsetTakesThePlaceOfTheEarlier() throws Exception {
        AtomicFileOffsetStore store = open();
        store.set(Map.of(bytes(KEY), bytes("{\"pos\":4}")), null).get();
        store.set(Map.of(bytes(KEY), bytes("{\"pos\":5}")), null).get();

        assertThat(read(store)).isEqualTo("{\"pos\":5}");
        assertThat(read(open())).isEqualTo("{\"pos\":5}");
    }

    @Test
    void offsetHalfWrittenByAKilledProcessIsNotTaken() throws Exception {
        open().set(Map.of(bytes(KEY), bytes("{\"pos\":4}")), null).get();
        Files.writeString(directory.resolve("offset.properties.new"), "[\"repl");

        assertThat(read(open())).isEqualTo("{\"pos\":4}");
    }

    @Test
    void thereIsNoOffsetAtFirst() throws Exception {
        assertThat(read(open())).isNull();
    }

    @Test
    void offsetThatCannotBeReadIsNotTakenForNone() throws Exception {
        Files.createDirectory(file);

        assertThatThrownBy(this::open)
                .isInstanceOf(ConnectException.class)
                .hasMessage("Cannot read the offset from " + file);
    }

    private AtomicFileOffsetStore open() {
        AtomicFileOffsetStore store = new AtomicFileOffsetStore();
        store.configure(new WorkerConfig(new ConfigDef(), Map.of(AtomicFileOffsetStore.FILE_SETTING, file.toString())));
        store.start();
        return store;
    }

    private static String read(AtomicFileOffsetStore store) throws Exception {
        ByteBuffer value = store.get(List.of(bytes(KEY))).get().get(bytes(KEY));
        return value == null
                ? null
                : StandardCharsets.UTF_8.decode(value.duplicate()).toString();
    }

    private static ByteBuffer bytes(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }
}
