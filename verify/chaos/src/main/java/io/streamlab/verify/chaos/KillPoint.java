package io.streamlab.verify.chaos;

import io.streamlab.verify.chaos.faults.Call;
import io.streamlab.verify.chaos.faults.Service;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Where the job is killed, in a batch or between batches. A call that the job has made, or is about to make, marks the point. */
enum KillPoint {
    /** The batch is planned: Spark has written its offsets. */
    PLANNING(true, Service.S3, "PUT", ".*/checkpoint/offsets/.*"),
    /** The reference table is being read. */
    SCAN(true, Service.DYNAMODB, "POST", ".*"),
    /** Data files are being written. */
    WRITE(false, Service.S3, "PUT", ".*/output/hudi_table/([^/.]+=[^/]+/)?[^/]+\\.parquet"),
    /** The commit is about to be completed. */
    COMMIT(false, Service.S3, "PUT", ".*/output/hudi_table/\\.hoodie/\\d+\\.commit"),
    /** The commit is complete; the catalog does not know it yet. */
    SYNC(true, Service.S3, "PUT", ".*/output/hudi_table/\\.hoodie/\\d+\\.commit"),
    /** Spark is about to note the batch as done. */
    CHECKPOINT(false, Service.S3, "PUT", ".*/checkpoint/commits/.*"),
    /** After a commit Hudi begins to merge small files. */
    CLUSTERING(true, Service.S3, "PUT", ".*/output/hudi_table/\\.hoodie/\\d+\\.replacecommit\\.inflight"),
    /** The clustering is about to be completed. */
    CLUSTERING_COMMIT(false, Service.S3, "PUT", ".*/output/hudi_table/\\.hoodie/\\d+\\.replacecommit"),
    /** The ledger of re-enrichment is about to be written, before or after the commit of the rows. */
    LEDGER(false, Service.S3, "PUT", ".*/checkpoint/reenrichment/\\d+\\.json\\.gz");

    private static final Set<KillPoint> OF_CLUSTERING = EnumSet.of(CLUSTERING, CLUSTERING_COMMIT);
    private static final Set<KillPoint> OF_COMMITS =
            EnumSet.of(WRITE, COMMIT, SYNC, CLUSTERING, CLUSTERING_COMMIT, LEDGER);

    private final boolean afterwards;
    private final Service service;
    private final String method;
    private final Pattern path;

    KillPoint(boolean afterwards, Service service, String method, String path) {
        this.afterwards = afterwards;
        this.service = service;
        this.method = method;
        this.path = Pattern.compile(path);
    }

    /** Returns the points that the job comes to, in their order. */
    static List<KillPoint> of(ChaosSettings settings) {
        return Arrays.stream(values())
                .filter(point -> settings.reenrich() || point != LEDGER)
                .filter(point -> settings.clustersFiles() || !OF_CLUSTERING.contains(point))
                .toList();
    }

    /** Returns whether only commits come there: those of batches and those of re-enriched rows. */
    boolean isOfCommit() {
        return OF_COMMITS.contains(this);
    }

    boolean isBefore(Call call) {
        return !afterwards && matches(call);
    }

    boolean isAfter(Call call) {
        return afterwards && matches(call);
    }

    /** Returns whether the call marks the point. */
    boolean matches(Call call) {
        return service == call.service()
                && method.equals(call.method())
                && path.matcher(call.path()).matches();
    }
}
