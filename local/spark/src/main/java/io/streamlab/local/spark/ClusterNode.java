package io.streamlab.local.spark;

import java.io.IOException;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;

/**
 * The program of the master's JVM and of a worker's JVM. It ends with the command that started it: standard input is a pipe from that
 * command, and the pipe closes however the command ends.
 *
 * <p>Arguments: the folder that all processes of the cluster name on their command lines, then {@code master}, or {@code worker} and the
 * arguments of Spark's own worker.
 */
final class ClusterNode {
    static final String MASTER = "master";
    static final String WORKER = "worker";

    /** The variable by which Spark itself hands the secret to executors. */
    static final String SECRET = "_SPARK_AUTH_SECRET";

    private ClusterNode() {}

    public static void main(String... arguments) {
        ClusterProcesses cluster = new ClusterProcesses(arguments[0]);
        Thread guard = new Thread(() -> endWithTheCommand(cluster), "end-with-the-command");
        guard.setDaemon(true);
        guard.start();
        System.setProperty("spark.authenticate", "true");
        System.setProperty("spark.authenticate.secret", System.getenv(SECRET));
        if (arguments[1].equals(MASTER)) {
            runMaster();
        } else {
            Worker.main(List.of(arguments).subList(2, arguments.length).toArray(new String[0]));
        }
    }

    /** Prints the master's address on a line of its own, as soon as the master listens there. */
    private static void runMaster() {
        RpcEnv master = Master.startRpcEnvAndEndpoint(SparkCluster.LOOPBACK, 0, 0, new SparkConf())
                ._1();
        System.out.println(master.address().toSparkURL());
        System.out.flush();
        master.awaitTermination();
    }

    /** Ends the driver as well: without a master it would wait for executors, and nobody would see it wait. */
    private static void endWithTheCommand(ClusterProcesses cluster) {
        try {
            while (System.in.read() >= 0) {
                // The command sends nothing.
            }
        } catch (IOException e) {
            // Then the pipe is closed, too.
        }
        cluster.kill();
        Runtime.getRuntime().halt(0);
    }
}
