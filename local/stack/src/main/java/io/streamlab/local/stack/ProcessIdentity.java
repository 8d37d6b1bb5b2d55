package io.streamlab.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that can be found again, and never mistaken for a later one that got the same id.
 *
 * @param pid the system's id of the process
 * @param startTicks when it started, in ticks of the system since its boot. Java's start instant will not do: Java computes it
 *     from the clock, so it moves when the clock is set
 */
public record ProcessIdentity(long pid, long startTicks) {

    /** The number of fields in /proc/PID/stat between the command, which may have spaces and brackets, and the start. */
    private static final int FIELDS_BEFORE_START = 19;

    private static final long UNKNOWN = -1;

    static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), startOf(process.pid()));
    }

    /** Returns the process, or empty if it has ended. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessIdentity::isRunning).filter(this::startedThen);
    }

    public boolean isAlive() {
        return find().isPresent();
    }

    private boolean startedThen(ProcessHandle process) {
        return startTicks != UNKNOWN && startOf(process.pid()) == startTicks;
    }

    private static long startOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String afterCommand = stat.substring(stat.lastIndexOf(')') + 2);
            return Long.parseLong(afterCommand.split(" ")[FIELDS_BEFORE_START]);
        } catch (IOException e) {
            // The process has ended.
            return UNKNOWN;
        }
    }

    /** Returns whether a process runs. An ended one stays listed, without a command, until its parent asks for its status. */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
