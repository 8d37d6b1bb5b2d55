package io.streamlab.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Ends processes. */
public final class Termination {

    /** How long the system may take to end a process at once. */
    private static final Duration FORCED_LIMIT = Duration.ofSeconds(5);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private Termination() {}

    /** Kills the process and its descendants, and returns when none is left. Nothing is done if it has ended already. */
    public static void force(ProcessHandle process) {
        if (!process.isAlive()) {
            // Its id may be another process's by now, whose descendants are not to be touched.
            return;
        }
        List<ProcessHandle> family = familyOf(process);
        family.forEach(ProcessHandle::destroyForcibly);
        endedWithin(FORCED_LIMIT, family);
    }

    /**
     * Asks the processes to end, forces those that do not follow and their descendants, and returns when none is left.
     *
     * @param processes in the order they are asked; those that have ended already are left out
     * @param grace how long they may take when asked
     */
    static void end(List<ProcessIdentity> processes, Duration grace) {
        List<ProcessHandle> running = new ArrayList<>();
        for (ProcessIdentity process : processes) {
            process.find().ifPresent(handle -> {
                List<ProcessHandle> family = familyOf(handle);
                handle.destroy();
                running.addAll(family);
            });
        }
        if (!endedWithin(grace, running)) {
            running.stream().filter(ProcessIdentity::isRunning).forEach(ProcessHandle::destroyForcibly);
            endedWithin(FORCED_LIMIT, running);
        }
    }

    private static List<ProcessHandle> familyOf(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    private static boolean endedWithin(Duration limit, List<ProcessHandle> processes) {
        Instant deadline = Instant.now().plus(limit);
        while (processes.stream().anyMatch(ProcessIdentity::isRunning)) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            try {
                Thread.sleep(POLL_INTERVAL.toMillis());
            } catch (InterruptedException e) {
                // Ending the processes matters more; whoever interrupted sees it afterwards.
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
