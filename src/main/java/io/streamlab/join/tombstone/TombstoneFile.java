package io.streamlab.join.tombstone;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;

/**
 * A file of tombstones: {@code <when written, in milliseconds since 1970>-<random>.deletes}, which is Parquet.
 *
 * <p>The name does not end in {@code parquet}: some readers of Hudi tables list all folders and take such files for rows.
 */
final class TombstoneFile {
    private static final String SUFFIX = ".deletes";
    private static final Pattern NAME = Pattern.compile("(\\d{1,15})-[0-9a-f]{12}\\.deletes");
    private static final int RANDOM_DIGITS = 12;

    private final String name;
    private final Instant written;
    private final long bytes;

    private TombstoneFile(String name, Instant written, long bytes) {
        this.name = name;
        this.written = written;
        this.bytes = bytes;
    }

    /** Returns the name of a new file, which no other file has. */
    static String newName(Instant written) {
        String random = UUID.randomUUID().toString().replace("-", "").substring(0, RANDOM_DIGITS);
        return String.format(Locale.ROOT, "%d-%s%s", written.toEpochMilli(), random, SUFFIX);
    }

    /** Reads when a file was written from its name; empty for a file that has no tombstones. */
    static Optional<TombstoneFile> of(FileStatus status) {
        return status.isFile() ? of(status.getPath().getName(), status.getLen()) : Optional.empty();
    }

    static Optional<TombstoneFile> of(String name, long bytes) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new TombstoneFile(name, Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), bytes))
                : Optional.empty();
    }

    String name() {
        return name;
    }

    /** Returns when the newest of the tombstones was written. */
    Instant written() {
        return written;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TombstoneFile && name.equals(((TombstoneFile) other).name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
