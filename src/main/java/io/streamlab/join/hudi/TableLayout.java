package io.streamlab.join.hudi;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a table finds the file of a key: by a fixed number of buckets, or by looking into its files.
 *
 * <p>Hudi neither stores the layout with the table nor compares it. A table that is written in another layout gets a second row
 * for a key that it has. So the job notes the number of buckets in every commit. For a commit without the note, the names of
 * the files give a lower bound of the number.
 */
final class TableLayout {
    static final String INDEX_TYPE = "hoodie.index.type";
    static final String BUCKET = "BUCKET";
    static final String BUCKETS = "hoodie.bucket.index.num.buckets";

    private static final String BUCKETS_NOTE = CommitMetadata.PREFIX + "buckets";

    /** Such as 00000007-8f3c-...; without buckets there are eight random hexadecimal digits in this place. */
    private static final Pattern BUCKET_FILE_ID = Pattern.compile("0{3}(\\d{5})-.*");

    private final int buckets;
    private final boolean exact;

    private TableLayout(int buckets, boolean exact) {
        this.buckets = buckets;
        this.exact = exact;
    }

    /** Returns a sentence if the write options ask for buckets without their number. */
    static Optional<String> problem(Map<String, String> options) {
        boolean known = !BUCKET.equalsIgnoreCase(options.get(INDEX_TYPE))
                || options.getOrDefault(BUCKETS, "").matches("[1-9]\\d{0,4}");
        return known
                ? Optional.empty()
                : Optional.of("--hudi_options sets " + INDEX_TYPE + " to " + BUCKET + ": it must set " + BUCKETS
                        + " to a number from 1 to 99999 as well");
    }

    /**
     * Returns the layout that write options make.
     *
     * @param options without a {@link #problem}
     */
    static TableLayout of(Map<String, String> options) {
        int buckets = BUCKET.equalsIgnoreCase(options.get(INDEX_TYPE)) ? Integer.parseInt(options.get(BUCKETS)) : 0;
        return new TableLayout(buckets, true);
    }

    /** Returns the layout of the table after a commit. */
    static TableLayout of(HudiCommit commit) {
        String note = commit.notes().get(BUCKETS_NOTE);
        return note != null ? new TableLayout(Integer.parseInt(note), true) : ofFiles(commit.fileIds());
    }

    private static TableLayout ofFiles(Set<String> fileIds) {
        int buckets = 0;
        for (String fileId : fileIds) {
            Matcher matcher = BUCKET_FILE_ID.matcher(fileId);
            if (!matcher.matches()) {
                return new TableLayout(0, true);
            }
            buckets = Math.max(buckets, Integer.parseInt(matcher.group(1)) + 1);
        }
        return new TableLayout(buckets, false);
    }

    /** Returns the number of buckets in each partition; 0 without buckets. */
    int buckets() {
        return buckets;
    }

    /** Returns the note on the layout for each commit. */
    Map<String, String> notes() {
        return Collections.singletonMap(BUCKETS_NOTE, Integer.toString(buckets));
    }

    /** Returns whether a table of this layout can be written in the other one. */
    boolean allows(TableLayout other) {
        return exact ? buckets == other.buckets : buckets <= other.buckets;
    }

    @Override
    public String toString() {
        if (buckets == 0) {
            return "no buckets";
        }
        return (exact ? "" : "at least ") + buckets + " buckets";
    }
}
