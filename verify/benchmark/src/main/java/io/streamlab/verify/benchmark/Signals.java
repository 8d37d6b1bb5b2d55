package io.streamlab.verify.benchmark;

import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Signals between a program that reads a stream and the benchmark that fills it: files in a folder that both know.
 *
 * @param folder that exists
 */
public record Signals(Path folder) {
    private static final String STARTED = "started";
    private static final String END = "end";

    /** The program reads from now on. */
    public void signalStarted() {
        try {
            Files.createFile(folder.resolve(STARTED));
        } catch (IOException e) {
            throw new CommandException("cannot signal by " + folder + " that the program has started", e);
        }
    }

    public boolean isStarted() {
        return Files.exists(folder.resolve(STARTED));
    }

    /** All records are on the stream. */
    public void signalEnd(long records) {
        try {
            // A reader sees the whole number or no file.
            Path unfinished = folder.resolve(END + ".unfinished");
            Files.writeString(unfinished, Long.toString(records));
            Files.move(unfinished, folder.resolve(END));
        } catch (IOException e) {
            throw new CommandException("cannot signal by " + folder + " how many records there are", e);
        }
    }

    /** Returns how many records there are, once all are on the stream. */
    public OptionalLong end() {
        Path file = folder.resolve(END);
        try {
            return Files.exists(file) ? OptionalLong.of(Long.parseLong(Files.readString(file))) : OptionalLong.empty();
        } catch (IOException e) {
            throw new CommandException("cannot read " + file, e);
        }
    }
}
