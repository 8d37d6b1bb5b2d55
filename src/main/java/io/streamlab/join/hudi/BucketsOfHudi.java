package io.streamlab.join.hudi;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hudi.index.bucket.BucketIdentifier;

/**
 * Tells which bucket the Hudi at hand takes for a key, in a table without {@link
 * io.streamlab.join.config.JobColumns#RECORD_KEY}.
 *
 * <p>The method of Hudi that decides has been the same from 0.12 to 1.1, and what it decides has not: docs/DECISIONS.md, 39.
 */
final class BucketsOfHudi implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String fields;
    private final int buckets;
    private final boolean mayNotEnd;

    /**
     * @param fields the columns of Hudi's key
     * @param buckets their number in each partition
     * @param version of Hudi; empty if unknown
     */
    BucketsOfHudi(List<String> fields, int buckets, String version) {
        this.fields = String.join(",", fields);
        this.buckets = buckets;
        this.mayNotEnd = !version.startsWith("0.");
    }

    /** Returns whether Hudi finds a bucket for the key. For some keys Hudi 0.12 fails, and 1.0.2 and 1.1.1 never end. */
    boolean has(String key) {
        try {
            if (mayNotEnd && !ends(key)) {
                return false;
            }
            BucketIdentifier.getBucketId(key, fields, buckets);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Returns whether Hudi looks for the key in another file than this one, which has its row. */
    boolean isElsewhere(String key, String fileName) {
        return !has(key)
                || !fileName.startsWith(String.format("%08d-", BucketIdentifier.getBucketId(key, fields, buckets)));
    }

    /**
     * Follows the loop that splits a key into fields, and returns whether the loop ends. From 1.0 on it looks for the comma before
     * the next field's name; for a name that is no field of the key, it looks for ever if there is no such comma.
     */
    private boolean ends(String key) {
        if (key.indexOf(',') < 0 || key.indexOf(':') < 0) {
            return true;
        }
        List<String> names = new ArrayList<>(Arrays.asList(fields.split(",")));
        int field = 0;
        while (field < key.length()) {
            int colon = key.indexOf(':', field);
            int next = colon < 0 ? -1 : key.indexOf(':', colon + 1);
            if (next < 0) {
                return true;
            }
            int comma = key.lastIndexOf(',', next);
            while (comma < colon && next > 0) {
                next = key.indexOf(':', next + 1);
                comma = next < 0 ? -1 : key.lastIndexOf(',', next);
            }
            if (comma < colon) {
                return names.contains(key.substring(field, colon));
            }
            field = comma + 1;
        }
        return true;
    }
}
