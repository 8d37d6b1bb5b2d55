package io.streamlab.local.replicator.mysql;

import io.streamlab.local.replicator.ForegroundCommand;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the source database in the foreground until it is asked to stop (SIGTERM or Ctrl-C). */
@Command(
        name = "mysql-server",
        sortOptions = false,
        description = {
            "Starts a MariaDB server on 127.0.0.1 with a row-based binary log, prints the line",
            "'ready host=127.0.0.1 port=PORT' and stays in the foreground until SIGTERM.",
            "The first start creates table mydev.country_lookup_table with the example's rows, user repl with the grants that"
                    + " replication needs, and the user for mysql clients."
        },
        footer = {
            "%nEnvironment:",
            "  MYSQL_USER, MYSQL_PWD   user for mysql clients; owns database mydev",
            "  MYSQL_REPLICATION_PWD   password of user repl",
            "%nExit codes: 0 or 143 stopped, 1 failed, 2 wrong usage"
        })
public final class MySqlServer implements Callable<Integer> {

    @Option(
            names = "--directory",
            required = true,
            paramLabel = "DIR",
            description = "Data, binary log, log and lock of this server; created if missing, kept at the end.")
    private Path directory;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "0", description = "TCP port. Default: a free one.")
    private int port;

    @Option(
            names = "--software-directory",
            paramLabel = "DIR",
            defaultValue = "${sys:user.home}/.cache/streamlab",
            description = "Where MariaDB's programs are unpacked once, for all servers. Default: ${DEFAULT-VALUE}")
    private Path softwareDirectory;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    public static void main(String[] arguments) {
        ForegroundCommand.runAndExit(new MySqlServer(), arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Accounts accounts = Accounts.fromEnvironment();
        ServerDirectory serverDirectory = ServerDirectory.create(directory);
        FileChannel lock = ForegroundCommand.lock(serverDirectory.path(), "server");
        try {
            return run(serverDirectory, accounts);
        } finally {
            lock.close();
        }
    }

    private int run(ServerDirectory serverDirectory, Accounts accounts) throws IOException, InterruptedException {
        int listeningPort = port == 0 ? freePort() : port;
        String initialStatements = serverDirectory.hasStartedBefore()
                ? InitialStatements.forLaterStart(accounts)
                : InitialStatements.forFirstStart(accounts);
        MariaDbProcess server = MariaDbProcess.start(
                MariaDbSoftware.unpackOnce(softwareDirectory), serverDirectory, listeningPort, initialStatements);
        Thread stopping = new Thread(server::stop, "stop-mariadb");
        Runtime.getRuntime().addShutdownHook(stopping);
        serverDirectory.markStarted();
        System.out.println("ready host=127.0.0.1 port=" + listeningPort);

        int exitCode = server.waitFor();
        boolean wasAskedToStop = stopping.getState() != Thread.State.NEW;
        if (!wasAskedToStop) {
            throw new IOException(
                    "MariaDB ended by itself with exit code " + exitCode + ":\n" + serverDirectory.endOfLog());
        }
        return CommandLine.ExitCode.OK;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
