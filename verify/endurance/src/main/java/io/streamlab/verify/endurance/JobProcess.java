package io.streamlab.verify.endurance;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Asks the job's JVM what it uses. With a local master, that is the driver with its executors. */
final class JobProcess implements AutoCloseable {
    private static final String MAIN_CLASS = "org.apache.spark.deploy.SparkSubmit";

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private JobProcess(JMXConnector connector, MBeanServerConnection beans) {
        this.connector = connector;
        this.beans = beans;
    }

    /** @param command the process of submit-local, which is the parent of the job's */
    static JobProcess of(ProcessHandle command) {
        ProcessHandle job = command.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains(MAIN_CLASS)
                        && !child.info().commandLine().orElse("").contains("bash"))
                .findFirst()
                .orElseThrow(() -> new CommandException("no process of the job runs"));
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(job.pid()));
            try {
                JMXConnector connector =
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
                return new JobProcess(connector, connector.getMBeanServerConnection());
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | IOException e) {
            throw new CommandException("the job's JVM cannot be asked what it uses: " + e.getMessage(), e);
        }
    }

    /** Returns the bytes on the heap that are left after a collection. */
    long heapAfterCollection() {
        try {
            MemoryMXBean memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
            memory.gc();
            return memory.getHeapMemoryUsage().getUsed();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    int threads() {
        try {
            return ManagementFactory.getPlatformMXBean(beans, ThreadMXBean.class)
                    .getThreadCount();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /** Returns how many files and connections are open; 0 where the system does not say. */
    long openFiles() {
        try {
            return ManagementFactory.getPlatformMXBean(beans, com.sun.management.UnixOperatingSystemMXBean.class)
                    .getOpenFileDescriptorCount();
        } catch (IllegalArgumentException noUnix) {
            return 0;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private static CommandException gone(IOException e) {
        return new CommandException("the job's JVM does not answer: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException jobHasEnded) {
            // There is nothing left to close.
        }
    }
}
