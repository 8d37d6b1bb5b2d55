package io.streamlab.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.CommandException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts small shell scripts in the place of servers. */
class StackStartTest {

    private static final String FOREVER = "exec sleep 600";

    @TempDir
    private Path folder;

    private StackDirectory directory;
    private final List<String> progress = new CopyOnWriteArrayList<>();

    @BeforeEach
    void useFolder() {
        directory = new StackDirectory(folder);
    }

    @AfterEach
    void endWhatIsLeft() {
        StackState.read(directory.stateFile()).ifPresent(state -> state.end(directory.stateFile()));
    }

    @Test
    void startedServersAreRememberedAndOutliveTheStart() {
        Server one = script("one", "touch ready; " + FOREVER);
        Server two = script("two", "touch ready; " + FOREVER);
        StackState state = start(List.of(one, two));
        assertThat(state.complete()).isTrue();
        assertThat(state.servers()).extracting(ServerState::name).containsExactlyInAnyOrder("one", "two");
        assertThat(state.servers()).allMatch(server -> server.process().isAlive());
        assertThat(StackState.read(directory.stateFile())).contains(state);
        assertThat(progress).hasSize(2).allMatch(line -> line.contains("ready after"));
    }

    @Test
    void serverIsLaunchedWhenThoseBeforeItAreReady() {
        ScriptServer first = script("first", "sleep 0.3; touch ready; " + FOREVER);
        ScriptServer second = script("second", "[ -e ../first/ready ] || exit 1; touch ready; " + FOREVER, first);
        assertThat(start(List.of(first, second)).isAlive()).isTrue();
    }

    @Test
    void preparationRunsWhenItsServersAreReady() {
        ScriptServer needed = script("needed", "sleep 0.3; touch ready; " + FOREVER);
        List<Boolean> readyThen = new CopyOnWriteArrayList<>();
        new StackStart(
                        directory,
                        List.of(needed),
                        new Preparation("the example", List.of(needed), () -> readyThen.add(needed.isReady())),
                        progress::add)
                .run();
        assertThat(readyThen).containsExactly(true);
    }

    @Test
    void serverThatEndsTakesTheOthersWithItAndShowsItsLog() throws Exception {
        ScriptServer good = script("good", "touch ready; " + FOREVER);
        ScriptServer bad = script("bad", "echo out of luck >&2; exit 3", good);
        assertThatThrownBy(() -> start(List.of(good, bad)))
                .isInstanceOf(CommandException.class)
                .hasMessage("bad ended during the start; the end of " + directory.log("bad") + ":\n  out of luck");
        assertThat(directory.stateFile()).doesNotExist();
        assertThat(good.processes()).isEmpty();
    }

    @Test
    void serverThatEndsAfterItWasReadyFailsTheStart() {
        ScriptServer shortLived = script("short-lived", "touch ready");
        ScriptServer slow = script("slow", "sleep 0.5; touch ready; " + FOREVER);
        assertThatThrownBy(() -> start(List.of(shortLived, slow)))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("short-lived ended during the start");
    }

    @Test
    void failedPreparationEndsTheServers() throws Exception {
        ScriptServer server = script("server", "touch ready; " + FOREVER);
        Preparation failing = new Preparation("the example", List.of(server), () -> {
            throw new IllegalStateException("no room");
        });
        assertThatThrownBy(() -> new StackStart(directory, List.of(server), failing, progress::add).run())
                .isInstanceOf(CommandException.class)
                .hasMessage("the example could not be created: no room");
        assertThat(server.processes()).isEmpty();
    }

    @Test
    void serverIsNotAJobOfTheTerminal() {
        StackState state = start(List.of(script("alone", "touch ready; " + FOREVER)));
        ProcessHandle process = state.servers().get(0).process().find().orElseThrow();
        assertThat(process.parent()).isNotEqualTo(ProcessHandle.current().parent());
        assertThat(ProcessHandle.current().children()).doesNotContain(process);
    }

    private StackState start(List<Server> servers) {
        Preparation nothing = new Preparation("nothing", List.of(), () -> {});
        return new StackStart(directory, servers, nothing, progress::add).run();
    }

    private ScriptServer script(String name, String script, Server... startsAfter) {
        return new ScriptServer(directory, name, script, startsAfter);
    }
}
