package io.streamlab.local.spark;

import io.streamlab.local.common.CommandException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A standalone Spark cluster on this machine: one master and some workers, each in a JVM of its own, as are their executors.
 *
 * <ul>
 *   <li>Every port is free: the system chooses each one.
 *   <li>Ctrl-C in a terminal is for the driver alone, which ends its batch with the executors that it has.
 *   <li>Only who knows a secret of this run gets in. The secret and the credentials for AWS are on no command line.
 * </ul>
 */
final class SparkCluster {
    static final String LOOPBACK = "127.0.0.1";

    /** The signals of Ctrl-C and of a terminal that closes. What is ignored at the start of a JVM stays so, and its executors inherit it. */
    private static final String SHIELD = "trap '' INT HUP; exec \"$@\"";

    private static final List<String> NODE_OPTIONS = List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dlog4j2.configurationFile=io/streamlab/local/spark/log4j2-cluster.properties");

    private static final int SECRET_BYTES = 32;

    private record Node(String name, Process process, Path log) {}

    private final ClusterSpec spec;
    private final String classpath;
    private final Map<String, String> environment;
    private final Path run;
    private final Path folder;
    private final Path home;
    private final String secret;
    private final List<Node> workers = new ArrayList<>();
    private final List<Node> lost = new ArrayList<>();
    private Node master;

    private SparkCluster(ClusterSpec spec, String classpath, Map<String, String> environment, Path run)
            throws IOException {
        this.spec = spec;
        this.classpath = classpath;
        this.environment = environment;
        this.run = run;
        this.folder = Files.createDirectories(run.resolve("cluster"));
        this.home = SparkHome.create(folder.resolve("spark"), classpath);
        this.secret = randomSecret();
    }

    /**
     * Starts the cluster, and returns when the master listens. Workers join it while the driver starts.
     *
     * @param classpath of every process, in the form of Java's -cp
     * @param environment variables that are added to this process's own, or replace them
     * @param run a folder of this run alone, which the driver names on its command line
     * @throws CommandException if the master does not start
     */
    static SparkCluster start(ClusterSpec spec, String classpath, Map<String, String> environment, Path run)
            throws IOException {
        SparkCluster cluster = new SparkCluster(spec, classpath, environment, run);
        try {
            cluster.startNodes();
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.end();
            throw e;
        }
    }

    private void startNodes() throws IOException {
        master = startNode(ClusterNode.MASTER, LOOPBACK, List.of());
        String url = addressOf(master);
        for (int number = 1; number <= spec.workers(); number++) {
            String host = hostOf(number);
            Path work = Files.createDirectories(folder.resolve("worker-" + number));
            workers.add(startNode(
                    ClusterNode.WORKER + "-" + number,
                    host,
                    List.of(
                            "--host",
                            host,
                            "--port",
                            "0",
                            "--webui-port",
                            "0",
                            "--cores",
                            Integer.toString(spec.coresOfWorker()),
                            "--memory",
                            spec.executorMemory(),
                            "--work-dir",
                            work.toString(),
                            url)));
        }
        writeSettings(url);
    }

    private Node startNode(String name, String host, List<String> arguments) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve(name + "-tmp"));
        Path log = folder.resolve(name + ".log");
        List<String> options = new ArrayList<>(NODE_OPTIONS);
        options.add("-Djava.io.tmpdir=" + temporary);
        List<String> all = new ArrayList<>(List.of(run.toString(), name.replaceFirst("-.*", "")));
        all.addAll(arguments);
        ProcessBuilder node =
                new SparkProgram(name, classpath, options, ClusterNode.class.getName(), all, Map.of()).process();
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SHIELD, "sh"));
        command.addAll(node.command());
        node.command(command);
        // Through these an installation of the user's own would have a say.
        node.environment()
                .keySet()
                .removeIf(variable -> variable.startsWith("SPARK_") || variable.endsWith("_CONF_DIR"));
        node.environment().putAll(environment);
        node.environment().put("SPARK_HOME", home.toString());
        node.environment().put("SPARK_SCALA_VERSION", "2.12");
        node.environment().put("SPARK_LOCAL_IP", host);
        node.environment().put("JAVA_HOME", System.getProperty("java.home"));
        node.environment().put(ClusterNode.SECRET, secret);
        node.redirectError(log.toFile());
        return new Node(name, node.start(), log);
    }

    /** Returns where the master listens. */
    private static String addressOf(Node master) throws IOException {
        String address = new BufferedReader(
                        new InputStreamReader(master.process().getInputStream(), StandardCharsets.UTF_8))
                .readLine();
        if (address == null) {
            throw new CommandException("the Spark master does not start:\n" + Files.readString(master.log()));
        }
        return address;
    }

    /**
     * Returns a host for each worker, where the system lets every address of the loopback network be used: Spark speculates only on another
     * host than the slow task's.
     */
    private static String hostOf(int worker) {
        String host = "127.0.0." + (worker + 1);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getInetAddress().getHostAddress();
        } catch (IOException e) {
            return LOOPBACK;
        }
    }

    /** Writes Spark's own file of defaults, which nobody else on the machine can read. */
    private void writeSettings(String url) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings(url));
        Path file = Files.createDirectories(configuration()).resolve("spark-defaults.conf");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
            properties.store(out, null);
        }
    }

    private Map<String, String> settings(String url) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("executor-tmp"));
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.master", url);
        settings.put("spark.authenticate", "true");
        settings.put("spark.authenticate.secret", secret);
        settings.put("spark.driver.host", LOOPBACK);
        settings.put("spark.driver.bindAddress", LOOPBACK);
        settings.put("spark.executor.memory", spec.executorMemory());
        settings.put("spark.executor.cores", Integer.toString(spec.coresOfWorker()));
        settings.put(
                "spark.executor.extraJavaOptions",
                Stream.concat(
                                spec.executorOptions().stream(),
                                Stream.of(
                                        "-Djava.io.tmpdir=" + temporary,
                                        "-Dlog4j2.configurationFile=io/streamlab/local/spark/log4j2-cluster.properties"))
                        .map(SparkCluster::quoted)
                        .collect(Collectors.joining(" ")));
        settings.put("spark.speculation", "true");
        settings.put("spark.dynamicAllocation.enabled", "true");
        // Without a shuffle service, which would outlive a killed executor and keep its files.
        settings.put("spark.dynamicAllocation.shuffleTracking.enabled", "true");
        settings.put("spark.dynamicAllocation.minExecutors", "1");
        settings.put("spark.executor.instances", Integer.toString(spec.workers()));
        return settings;
    }

    private static String quoted(String option) {
        return '"' + option.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Returns the variables by which the driver finds the cluster. */
    Map<String, String> driverEnvironment() {
        return Map.of("SPARK_CONF_DIR", configuration().toString());
    }

    private Path configuration() {
        return folder.resolve("conf");
    }

    /**
     * Returns whether the cluster can still run the job; asked every two seconds.
     *
     * @param messages where the user reads of workers that ended
     */
    boolean mayGoOn(String name, PrintStream messages) {
        for (Node worker : workers) {
            if (!worker.process().isAlive() && !lost.contains(worker)) {
                lost.add(worker);
                messages.println(name + ": " + worker.name() + " of the Spark cluster has ended; "
                        + (workers.size() - lost.size()) + " of " + workers.size() + " workers are left");
            }
        }
        return problem().isEmpty();
    }

    /** Returns a sentence that says why the job cannot go on, or nothing. */
    String problem() {
        if (!master.process().isAlive()) {
            return "the master of the Spark cluster has ended";
        }
        return workers.stream().noneMatch(worker -> worker.process().isAlive())
                ? "all workers of the Spark cluster have ended"
                : "";
    }

    /** Appends what the executors, the workers and the master have logged. */
    void appendLogs(Path file) throws IOException {
        List<Path> logs = new ArrayList<>();
        for (int number = 1; number <= workers.size(); number++) {
            try (Stream<Path> files = Files.walk(folder.resolve("worker-" + number))) {
                files.filter(path -> path.endsWith("stderr")).sorted().forEach(logs::add);
            }
        }
        workers.forEach(worker -> logs.add(worker.log()));
        logs.add(master.log());
        for (Path log : logs) {
            if (Files.exists(log) && Files.size(log) > 0) {
                Files.writeString(
                        file,
                        "\n==== " + folder.relativize(log) + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
                Files.write(file, Files.readAllBytes(log), StandardOpenOption.APPEND);
            }
        }
    }

    /** Ends every process of the cluster. */
    void end() {
        new ClusterProcesses(run.toString()).kill();
    }

    private static String randomSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
