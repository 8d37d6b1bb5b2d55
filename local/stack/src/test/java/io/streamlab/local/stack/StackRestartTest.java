package io.streamlab.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts small shell scripts in the place of servers: each appends a line to its file {@code starts}. */
class StackRestartTest {

    @TempDir
    private Path folder;

    private final List<String> progress = new ArrayList<>();
    private StackDirectory directory;
    private List<Server> servers;
    private StackState state;

    @BeforeEach
    void start() {
        directory = new StackDirectory(folder);
        servers = List.of(script("mysql"), script("dynamodb"), script("kinesis"), script("replicator"));
        Preparation nothing = new Preparation("nothing", List.of(), () -> {});
        state = new StackStart(directory, servers, nothing, line -> {}).run();
    }

    @AfterEach
    void endWhatIsLeft() {
        StackState.read(directory.stateFile()).ifPresent(left -> left.end(directory.stateFile()));
    }

    @Test
    void killedServerStartsAgainWithItsFolderAndItsLastLogIsKept() throws Exception {
        Files.writeString(directory.log("mysql"), "the last words");
        kill("mysql");

        StackState after = restart("mysql");

        assertThat(after.ended()).isEmpty();
        assertThat(StackState.read(directory.stateFile())).contains(after);
        assertThat(after.servers())
                .extracting(ServerState::name)
                .isEqualTo(state.servers().stream().map(ServerState::name).toList());
        assertThat(starts("mysql")).isEqualTo(2);
        assertThat(starts("replicator")).isEqualTo(1);
        assertThat(directory.logs().resolve("mysql.log.before")).hasContent("the last words");
        assertThat(progress).last().isEqualTo("  mysql has all that it held");
    }

    @Test
    void runningServerIsEndedFirst() throws Exception {
        ProcessIdentity before = process(state, "replicator");

        StackState after = restart("replicator");

        assertThat(before.isAlive()).isFalse();
        assertThat(process(after, "replicator").isAlive()).isTrue();
    }

    @Test
    void replicatorFillsDynamoDbAgain() throws Exception {
        kill("dynamodb");

        assertThat(restart("dynamodb").ended()).isEmpty();

        assertThat(starts("dynamodb")).isEqualTo(2);
        assertThat(starts("replicator")).isEqualTo(2);
        assertThat(progress).last().asString().contains("other tables are lost");
    }

    @Test
    void serverThatHoldsItsDataInMemoryIsRefused() throws Exception {
        kill("kinesis");

        assertThatThrownBy(() -> restart("kinesis"))
                .isInstanceOf(CommandException.class)
                .hasMessage("kinesis keeps what it holds in memory, and nothing can give that back. Begin again:"
                        + " scripts/local-stack stop, then start");
        assertThat(starts("kinesis")).isEqualTo(1);
    }

    @Test
    void serverThatDoesNotExistIsRefusedWithTheNamesOfTheServers() {
        assertThatThrownBy(() -> restart("mysqld"))
                .isInstanceOf(CommandException.class)
                .hasMessage("there is no server mysqld; the servers are dynamodb, kinesis, mysql, replicator");
    }

    @Test
    void portsOfARunningStandInStayTheSame() {
        Ports ports = Ports.of(state);
        assertThat(ports.of("mysql")).isEqualTo(1);
    }

    @Test
    void problemOfTheReplicatorIsRead() throws Exception {
        Path data = directory.data("replicator");
        assertThat(ReplicatorStatus.problem(data)).isEmpty();
        Files.writeString(data.resolve("status.json"), "{\"phase\":\"REPLICATING\",\"problem\":null}");
        assertThat(ReplicatorStatus.problem(data)).isEmpty();
        Files.writeString(data.resolve("status.json"), "{\"phase\":\"FAILED\",\"problem\":\"a sentence\"}");
        assertThat(ReplicatorStatus.problem(data)).contains("a sentence");
    }

    private StackState restart(String name) {
        StackState running = StackState.read(directory.stateFile()).orElseThrow();
        return new StackRestart(directory, running, servers, progress::add).run(name);
    }

    private void kill(String name) {
        ProcessHandle process = process(state, name).find().orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    private static ProcessIdentity process(StackState of, String name) {
        return of.servers().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow()
                .process();
    }

    private long starts(String name) throws Exception {
        return Files.readAllLines(directory.data(name).resolve("starts")).size();
    }

    private Server script(String name) {
        return new ScriptServer(directory, name, "echo started >> starts; touch ready; exec sleep 600");
    }
}
