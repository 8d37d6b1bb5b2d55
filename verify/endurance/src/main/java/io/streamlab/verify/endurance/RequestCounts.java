package io.streamlab.verify.endurance;

import io.streamlab.verify.chaos.faults.Call;
import io.streamlab.verify.chaos.faults.CallListener;
import java.util.Map;
import java.util.TreeMap;

/** Counts the job's calls to S3 by their method and by what they concern. Lets each call pass. */
final class RequestCounts implements CallListener {
    private static final String BUCKET = "/streamlab/";
    private static final String TABLE = "output/hudi_table/";

    private final Map<String, Long> counts = new TreeMap<>();

    @Override
    public synchronized boolean before(Call call) {
        counts.merge(call.method() + " " + kindOf(call.path()), 1L, Long::sum);
        return true;
    }

    @Override
    public void after(Call call) {
        // Counted before.
    }

    /** Returns how often each was called, such as {@code PUT lease}. */
    synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** A list, and a deletion of several objects, name none in their path. */
    static String kindOf(String path) {
        if (!path.startsWith(BUCKET) || path.length() == BUCKET.length()) {
            return "bucket";
        }
        String key = path.substring(BUCKET.length());
        if (!key.startsWith(TABLE)) {
            return key.substring(0, key.indexOf('/') < 0 ? key.length() : key.indexOf('/'));
        }
        String inTable = key.substring(TABLE.length());
        if (inTable.startsWith(".streaming_join_writer")) {
            return "lease";
        }
        if (inTable.startsWith(".streaming_join_tombstones")) {
            return "tombstones";
        }
        if (inTable.startsWith(".hoodie/archived")) {
            return "archive";
        }
        return inTable.startsWith(".hoodie") ? "timeline" : "table";
    }
}
