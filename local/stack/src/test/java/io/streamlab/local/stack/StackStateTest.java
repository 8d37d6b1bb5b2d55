package io.streamlab.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {

    private static final ProcessIdentity NOBODY = new ProcessIdentity(Long.MAX_VALUE, 0);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("state.json");
    }

    @Test
    void whatIsWrittenIsRead() {
        StackState state = StackState.empty()
                .with(server("kinesis", new ProcessIdentity(17, 1_000), Map.of("AWS_ENDPOINT_URL_KINESIS", "http://k")))
                .with(server("s3", new ProcessIdentity(18, 2_000), Map.of()))
                .completed();
        state.write(file);
        assertThat(StackState.read(file)).contains(state);
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void stateOfAStartUnderWayIsNotComplete() {
        StackState.empty().with(server("s3", NOBODY, Map.of())).write(file);
        assertThat(StackState.read(file).orElseThrow().complete()).isFalse();
    }

    @Test
    void missingFileIsNoState() {
        assertThat(StackState.read(file)).isEmpty();
    }

    @Test
    void damagedFileIsNamedWithTheWayOut() throws IOException {
        Files.writeString(file, "{");
        assertThatThrownBy(() -> StackState.read(file))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith(file + " is not the state of a stand-in (")
                .hasMessageEndingWith("remove it if no server of an earlier start is running any more");
    }

    @Test
    void environmentHoldsCredentialsRegionAndEveryServersVariables() {
        StackState state = StackState.empty()
                .with(server("kinesis", NOBODY, Map.of("AWS_ENDPOINT_URL_KINESIS", "http://k")))
                .with(server("s3", NOBODY, Map.of("AWS_ENDPOINT_URL_S3", "http://s")));
        assertThat(state.environment())
                .containsExactly(
                        Map.entry("AWS_ACCESS_KEY_ID", "local"),
                        Map.entry("AWS_DEFAULT_REGION", "us-east-1"),
                        Map.entry("AWS_ENDPOINT_URL_KINESIS", "http://k"),
                        Map.entry("AWS_ENDPOINT_URL_S3", "http://s"),
                        Map.entry("AWS_REGION", "us-east-1"),
                        Map.entry("AWS_SECRET_ACCESS_KEY", "local"));
    }

    @Test
    void endpointsAreThoseOfTheServers() {
        StackState state = StackState.empty()
                .with(server("all", NOBODY, Map.of("AWS_ENDPOINT_URL_KINESIS", "http://127.0.0.1:1")));

        assertThat(state.endpoints().of(AwsService.KINESIS)).isEqualTo(URI.create("http://127.0.0.1:1"));
    }

    @Test
    void endOfAStateEndsItsProcessesAndRemovesTheFile() throws Exception {
        Process first = sleep();
        Process second = sleep();
        StackState state = StackState.empty()
                .with(server("first", ProcessIdentity.of(first.toHandle()), Map.of()))
                .with(server("second", ProcessIdentity.of(second.toHandle()), Map.of()))
                .with(server("gone", NOBODY, Map.of()));
        state.write(file);
        assertThat(state.isAlive()).isTrue();
        state.end(file);
        // An ended process is one that Java learns of a moment later.
        assertThat(first.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(state.isAlive()).isFalse();
        assertThat(file).doesNotExist();
    }

    @Test
    void serversThatHaveEndedAreKnown() {
        ServerState running = server("running", ProcessIdentity.of(ProcessHandle.current()), Map.of());
        ServerState gone = server("gone", NOBODY, Map.of());

        assertThat(StackState.empty().with(running).with(gone).ended()).containsExactly(gone);
    }

    /** A clock that is set moves the start instant that Java computes, and with it the identity would change. */
    @Test
    void startIsCountedFromTheBootOfTheSystem() throws Exception {
        Process process = sleep();
        try {
            double uptime =
                    Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
            int ticksOfASecond = 100;
            assertThat(ProcessIdentity.of(process.toHandle()).startTicks() / (double) ticksOfASecond)
                    .isBetween(uptime - 10, uptime + 1);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void processThatGotTheIdLaterIsNeitherAliveNorEnded() throws Exception {
        Process stranger = sleep();
        try {
            ProcessIdentity recorded = ProcessIdentity.of(stranger.toHandle());
            ProcessIdentity earlier = new ProcessIdentity(recorded.pid(), recorded.startTicks() - 1);
            StackState state = StackState.empty().with(server("earlier", earlier, Map.of()));
            assertThat(state.isAlive()).isFalse();
            state.end(file);
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    private static ServerState server(String name, ProcessIdentity process, Map<String, String> environment) {
        return new ServerState(name, "http://127.0.0.1:1", process, environment);
    }

    private static Process sleep() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }
}
