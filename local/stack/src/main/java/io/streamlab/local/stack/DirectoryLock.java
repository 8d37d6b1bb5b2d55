package io.streamlab.local.stack;

import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/** Keeps two commands from changing the same stand-in at the same time. The system frees it when the process ends. */
final class DirectoryLock {

    private DirectoryLock() {}

    /**
     * Runs the action while no other process holds the lock.
     *
     * @param file the lock, made if it is missing
     * @throws CommandException if another process holds it
     */
    static <T> T holding(Path file, Supplier<T> action) {
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (!isFree(channel)) {
                    throw new CommandException("another start or stop is under way in " + file.getParent());
                }
                return action.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file, e);
        }
    }

    /** Takes the lock if so; closing the channel gives it back. */
    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
