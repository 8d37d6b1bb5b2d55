package io.streamlab.verify.chaos;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where in a batch, or in what is done between batches, the job is killed, told by the call that it has just made or is about
 * to make.
 */
enum KillPoint {
    /** The batch is planned: Spark has written its offsets. */
    PLANNING(true, Service.S3, "PUT", ".*/checkpoint/offsets/.*"),
    /** The reference table is being read. */
    SCAN(true, Service.DYNAMODB, "POST", ".*"),
    /** Data files are being written. */
    WRITE(false, Service.S3, "PUT", ".*/output/hudi_table/[^/]+\\.parquet"),
    /** The commit is about to be completed. */
    COMMIT(false, Service.S3, "PUT", ".*/output/hudi_table/\\.hoodie/\\d+\\.commit"),
    /** It is complete; the catalog has not been told. */
    SYNC(true, Service.S3, "PUT", ".*/output/hudi_table/\\.hoodie/\\d+\\.commit"),
    /** Spark is about to note the batch as done. */
    CHECKPOINT(false, Service.S3, "PUT", ".*/checkpoint/commits/.*"),
    /** After a commit Hudi begins to merge small files. */
    CLUSTERING(true, Service.S3, "PUT", ".*/output/hudi_table/\\.hoodie/\\d+\\.replacecommit\\.inflight"),
    /** The clustering is about to be completed. */
    CLUSTERING_COMMIT(false, Service.S3, "PUT", ".*/output/hudi_table/\\.hoodie/\\d+\\.replacecommit"),
    /** What is known of rows that follow the reference data is about to be kept, before or after their commit. */
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

    /** Those that the job comes to, in their order. */
    static List<KillPoint> of(ChaosSettings settings) {
        return Arrays.stream(values())
                .filter(point -> settings.reenrich() || point != LEDGER)
                .filter(point -> settings.clustersFiles() || !OF_CLUSTERING.contains(point))
                .toList();
    }

    /** Whether nothing but a commit comes there, of a batch or of rows that are joined anew. */
    boolean isOfCommit() {
        return OF_COMMITS.contains(this);
    }

    boolean isBefore(Call call) {
        return !afterwards && matches(call);
    }

    boolean isAfter(Call call) {
        return afterwards && matches(call);
    }

    /** Whether it is the call by which the point is told. */
    boolean matches(Call call) {
        return service == call.service()
                && method.equals(call.method())
                && path.matcher(call.path()).matches();
    }
}
