package io.streamlab.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that can be found again, and never mistaken for a later one that got the same id.
 *
 * @param pid the system's id of the process
 * @param startedAtMillis when it started, milliseconds since 1970
 */
public record ProcessIdentity(long pid, long startedAtMillis) {

    /** The system computes start times from its clock, which may be adjusted by a little in between. */
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), startOf(process).toEpochMilli());
    }

    /** Returns the process, or empty if it has ended. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessIdentity::isRunning).filter(this::startedThen);
    }

    public boolean isAlive() {
        return find().isPresent();
    }

    private boolean startedThen(ProcessHandle process) {
        Instant recorded = Instant.ofEpochMilli(startedAtMillis);
        return Duration.between(recorded, startOf(process)).abs().compareTo(TOLERANCE) <= 0;
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    /** Returns whether a process runs. An ended one stays listed, without a command, until its parent asks for its status. */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
