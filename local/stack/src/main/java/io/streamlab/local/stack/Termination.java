package io.streamlab.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Ends processes: asks them first, and forces those that do not follow. */
final class Termination {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private Termination() {}

    /**
     * Ends the processes and their descendants, and returns when none is left.
     *
     * @param processes in the order they are asked; those that have ended already are left out
     */
    static void end(List<ProcessIdentity> processes) {
        List<ProcessHandle> running = new ArrayList<>();
        for (ProcessIdentity process : processes) {
            process.find().ifPresent(handle -> {
                List<ProcessHandle> family =
                        Stream.concat(Stream.of(handle), handle.descendants()).toList();
                handle.destroy();
                running.addAll(family);
            });
        }
        if (!endedWithin(GRACE, running)) {
            running.stream().filter(ProcessIdentity::isRunning).forEach(ProcessHandle::destroyForcibly);
            endedWithin(GRACE, running);
        }
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
