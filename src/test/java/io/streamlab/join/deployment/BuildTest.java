package io.streamlab.join.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamlab.join.deployment.Workspace.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands do that have something to build, with a program in place of Maven. */
class BuildTest {
    private static final String MAVEN =
            """
            #!/usr/bin/env bash
            case "$*" in
            *--version*) echo 'Apache Maven 3.9.9' ;;
            *) echo "$*" >>maven-calls; exit "$(cat maven-fails 2>/dev/null || echo 0)" ;;
            esac
            """;

    @TempDir
    private Path folder;

    private Workspace workspace;
    private Path built;
    private Path lock;
    /** Another command of the same checkout, as far as this one can see. */
    private Process other;

    @BeforeEach
    void createWorkspace() throws IOException {
        workspace = Workspace.in(folder.resolve("checkout")).addProgram("mvn", MAVEN);
        built = workspace.folder().resolve("target").resolve("built");
        lock = Files.createDirectories(workspace.folder().resolve(".local")).resolve("build.lock");
        other = new ProcessBuilder("sleep", "120").start();
    }

    @AfterEach
    void endOther() throws InterruptedException {
        other.destroy();
        other.waitFor();
    }

    @Test
    void nothingIsBuiltWhenNothingHasChanged() throws Exception {
        assertThat(workspace.run("build").exitCode()).isZero();

        assertThat(mavenCalls()).isEmpty();
    }

    @Test
    void whatIsMissingIsBuilt() throws Exception {
        Files.delete(built);

        Outcome outcome = workspace.run("build");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(outcome.out()).endsWith("target/glue-streaming-join-0.1.0-SNAPSHOT.jar\n");
        assertThat(mavenCalls()).singleElement().asString().contains("package");
        assertThat(built).exists();
        assertThatNobodyBuilds();
    }

    @Test
    void commandWaitsForAnotherThatBuildsAndThenHasNothingToDo() throws Exception {
        Files.delete(built);
        lockBy(other);

        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(this::build);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> said().contains("Waiting for process " + other.pid() + ", which is building"));
        Files.writeString(built, "");
        Files.delete(lock);

        assertThat(outcome.get().exitCode()).as("%s", outcome.get()).isZero();
        assertThat(mavenCalls()).isEmpty();
        assertThatNobodyBuilds();
    }

    @Test
    void lockOfACommandThatWasKilledHoldsNobodyUp() throws Exception {
        Files.delete(built);
        endOther();
        lockBy(other);

        Outcome outcome = workspace.run("build");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(outcome.err()).doesNotContain("Waiting");
        assertThat(mavenCalls()).hasSize(1);
        assertThatNobodyBuilds();
    }

    @Test
    void failedBuildEndsTheCommandAndLetsOthersTry() throws Exception {
        Files.delete(built);
        Files.writeString(workspace.folder().resolve("maven-fails"), "1");

        Outcome outcome = workspace.run("build");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).containsOnlyOnce("building the job failed; the whole output is in ");
        assertThat(built).doesNotExist();
        assertThatNobodyBuilds();
    }

    private Outcome build() {
        try {
            return workspace.run("build");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void lockBy(Process process) throws IOException {
        Files.createSymbolicLink(lock, Path.of(Long.toString(process.pid())));
    }

    private void assertThatNobodyBuilds() {
        assertThat(Files.exists(lock, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    private Stream<String> mavenCalls() throws IOException {
        Path calls = workspace.folder().resolve("maven-calls");
        return Files.exists(calls) ? Files.readAllLines(calls).stream() : Stream.of();
    }

    /** What the running command has said so far. */
    private String said() throws IOException {
        StringBuilder said = new StringBuilder();
        try (Stream<Path> files = Files.list(workspace.folder())) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("err-"))
                    .toList()) {
                said.append(Files.readString(file));
            }
        }
        return said.toString();
    }
}
