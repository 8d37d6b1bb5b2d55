package io.streamlab.local.chaos;

import java.util.regex.Pattern;

/** Where in a batch the job is killed, told by the call that it has just made or is about to make. */
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
    CHECKPOINT(false, Service.S3, "PUT", ".*/checkpoint/commits/.*");

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

    boolean isBefore(Call call) {
        return !afterwards && matches(call);
    }

    boolean isAfter(Call call) {
        return afterwards && matches(call);
    }

    private boolean matches(Call call) {
        return service == call.service()
                && method.equals(call.method())
                && path.matcher(call.path()).matches();
    }
}
