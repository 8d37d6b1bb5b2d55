package io.streamlab.kinesis.inspect;

import io.streamlab.kinesis.offset.KinesisOffset;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Prints where a query is, in words. {@code scripts/show-checkpoint} calls this class.
 *
 * <p>Arguments: the checkpoint's folder or one file with an offset, the name to show for it, and optionally a batch.
 *
 * <p>Exit codes: 0 if something could be shown, 1 if not, 2 if the arguments are wrong.
 */
public final class ShowCheckpoint {
    private static final int NOTHING_TO_SHOW = 1;
    private static final int INVALID_ARGUMENTS = 2;
    private static final int FEWEST_ARGUMENTS = 2;
    private static final int MOST_ARGUMENTS = 3;
    private static final String BATCH = "\\d{1,18}";
    private static final int LONGEST_MESSAGE = 500;

    private final PrintStream out;
    private final PrintStream err;
    private final Instant now;

    ShowCheckpoint(PrintStream out, PrintStream err, Instant now) {
        this.out = out;
        this.err = err;
        this.now = now;
    }

    public static void main(String[] arguments) {
        int exitCode = new ShowCheckpoint(System.out, System.err, Instant.now()).run(arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** Returns the exit code. */
    int run(String... arguments) {
        if (arguments.length < FEWEST_ARGUMENTS || arguments.length > MOST_ARGUMENTS) {
            err.println("give a folder or a file, its name, and optionally a batch");
            return INVALID_ARGUMENTS;
        }
        OptionalLong batch = OptionalLong.empty();
        if (arguments.length == MOST_ARGUMENTS) {
            if (!arguments[2].matches(BATCH)) {
                err.println("the batch must be a number, and not '" + arguments[2] + "'");
                return INVALID_ARGUMENTS;
            }
            batch = OptionalLong.of(Long.parseLong(arguments[2]));
        }
        return show(Paths.get(arguments[0]), arguments[1], batch);
    }

    private int show(Path path, String name, OptionalLong batch) {
        try {
            return Files.isRegularFile(path) ? show(path, name) : show(new Checkpoint(path), name, batch);
        } catch (IllegalArgumentException | DateTimeException e) {
            // Of another source, or damaged. The message may have the whole offset.
            err.println(name + " cannot be understood: "
                    + e.getMessage()
                            .substring(
                                    0, Math.min(LONGEST_MESSAGE, e.getMessage().length())));
            return NOTHING_TO_SHOW;
        } catch (IOException e) {
            err.println(name + " cannot be read: " + e);
            return NOTHING_TO_SHOW;
        }
    }

    private int show(Path file, String name) throws IOException {
        KinesisOffset offset = Checkpoint.ofFile(file);
        out.println("Offset " + name);
        new OffsetWords(offset, now).lines().forEach(out::println);
        return 0;
    }

    private int show(Checkpoint checkpoint, String name, OptionalLong wanted) throws IOException {
        OptionalLong newest = checkpoint.newestBatch();
        if (!newest.isPresent()) {
            err.println("no batch is planned in " + name + ": it has no file in offsets/");
            return NOTHING_TO_SHOW;
        }
        long batch = wanted.orElse(newest.getAsLong());
        if (!checkpoint.has(batch)) {
            err.println("batch " + batch + " is not in " + name + "; the newest is " + newest.getAsLong()
                    + ", and Spark keeps the last hundred");
            return NOTHING_TO_SHOW;
        }
        KinesisOffset offset = checkpoint.endOf(batch);
        out.println("Checkpoint " + name + ", batch " + batch
                + (checkpoint.isDone(batch) ? ", which is done." : ", which is planned and not done."));
        new OffsetWords(offset, now).lines().forEach(out::println);
        return 0;
    }
}
