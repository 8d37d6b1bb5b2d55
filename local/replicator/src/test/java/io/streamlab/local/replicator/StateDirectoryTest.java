package io.streamlab.local.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.replicator.ReplicationStatus.Phase;
import io.streamlab.local.replicator.source.BinlogPosition;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    @TempDir
    private Path directory;

    private Path mappings;

    @BeforeEach
    void writeMappings() throws IOException {
        mappings = Files.writeString(directory.resolve("mappings.json"), "{\"rules\": []}");
    }

    @Test
    void newDirectoryHasNoLoad() throws IOException {
        try (StateDirectory state = StateDirectory.open(directory.resolve("a/b"))) {
            assertThat(state.isLoaded()).isFalse();
            assertThat(state.isFullLoadUnfinished()).isFalse();
        }
    }

    @Test
    void fullLoadIsUnfinishedUntilThereIsAnOffset() throws IOException {
        try (StateDirectory state = StateDirectory.open(directory)) {
            state.beginFullLoad(mappings);
            assertThat(state.isFullLoadUnfinished()).isTrue();

            Files.writeString(state.offset(), "");
            assertThat(state.isFullLoadUnfinished()).isFalse();
            assertThat(state.isLoaded()).isTrue();
        }
    }

    @Test
    void mappingIsTheSameIfOnlyItsLayoutChanges() throws IOException {
        try (StateDirectory state = StateDirectory.open(directory)) {
            state.beginFullLoad(mappings);

            assertThat(state.isLoadedWith(Files.writeString(mappings, "{ \"rules\":[]}\n")))
                    .isTrue();
            assertThat(state.isLoadedWith(Files.writeString(mappings, "{\"rules\": [1]}")))
                    .isFalse();
        }
    }

    @Test
    void forgottenLoadLeavesNothingBehind() throws IOException {
        try (StateDirectory state = StateDirectory.open(directory)) {
            state.beginFullLoad(mappings);
            Files.writeString(state.offset(), "");
            Files.writeString(state.schemaHistory(), "");

            state.forgetLoad();

            assertThat(state.isLoaded()).isFalse();
            assertThat(state.isFullLoadUnfinished()).isFalse();
            assertThat(state.schemaHistory()).doesNotExist();
        }
    }

    @Test
    void tornLineAtTheEndOfTheSchemaHistoryIsDropped() throws IOException {
        Path history = historyAfterReopening("{\"a\":1}\n{\"b\":2}\n{\"c\"");

        assertThat(history).hasContent("{\"a\":1}\n{\"b\":2}\n");
    }

    @Test
    void wholeSchemaHistoryIsKept() throws IOException {
        Path history = historyAfterReopening("{\"a\":1}\n{\"b\":2}\n");

        assertThat(history).hasContent("{\"a\":1}\n{\"b\":2}\n");
    }

    @Test
    void schemaHistoryOfAnUnfinishedLoadIsDropped() throws IOException {
        Files.writeString(directory.resolve("schema-history.jsonl"), "{\"a\":1}\n");

        try (StateDirectory state = StateDirectory.open(directory)) {
            assertThat(state.schemaHistory()).doesNotExist();
        }
    }

    @Test
    void statusIsWrittenAsJson() throws IOException {
        try (StateDirectory state = StateDirectory.open(directory)) {
            state.write(new ReplicationStatus(
                    7, Phase.REPLICATING, 4, 3, 1, new BinlogPosition("mysql-bin.000001", 320), null));
        }

        assertThat(directory.resolve("status.json"))
                .hasContent(
                        "{\"processId\":7,\"phase\":\"REPLICATING\",\"loadedRows\":4,\"appliedChanges\":3,"
                                + "\"rejectedRows\":1,\"position\":{\"file\":\"mysql-bin.000001\",\"offset\":320},\"problem\":null}");
        assertThat(directory.resolve("status.json.new")).doesNotExist();
    }

    @Test
    void failureIsWrittenWithTheCountsOfTheLastStatus() throws IOException {
        try (StateDirectory state = StateDirectory.open(directory)) {
            state.write(new ReplicationStatus(7, Phase.REPLICATING, 4, 3, 1, null, null));
            state.writeFailure("a sentence");
        }

        assertThat(directory.resolve("status.json"))
                .hasContent("{\"processId\":7,\"phase\":\"FAILED\",\"loadedRows\":4,\"appliedChanges\":3,"
                        + "\"rejectedRows\":1,\"position\":null,\"problem\":\"a sentence\"}");
    }

    @Test
    void demandedFullLoadIsARepetition() throws IOException {
        Path mappings = Files.writeString(directory.resolve("m.json"), "{}");
        try (StateDirectory state = StateDirectory.open(directory.resolve("state"))) {
            state.beginFullLoad(mappings);
            Files.writeString(state.offset(), "");
            Files.writeString(state.schemaHistory(), "");

            state.demandFullLoad(mappings);

            assertThat(state.isLoaded()).isFalse();
            assertThat(state.isFullLoadUnfinished()).isTrue();
            assertThat(state.schemaHistory()).doesNotExist();
        }
    }

    @Test
    void directoryIsTakenUntilItIsClosed() throws IOException {
        try (StateDirectory first = StateDirectory.open(directory)) {
            // Within one process Java itself refuses; another process gets our message, see ReplicatorIT.
            assertThatThrownBy(() -> StateDirectory.open(directory)).isInstanceOf(OverlappingFileLockException.class);
            assertThat(first.isLoaded()).isFalse();
        }
        try (StateDirectory second = StateDirectory.open(directory)) {
            assertThat(second.isLoaded()).isFalse();
        }
    }

    private Path historyAfterReopening(String content) throws IOException {
        Files.writeString(directory.resolve("offset.properties"), "");
        Path history = Files.writeString(directory.resolve("schema-history.jsonl"), content);
        StateDirectory.open(directory).close();
        return history;
    }
}
