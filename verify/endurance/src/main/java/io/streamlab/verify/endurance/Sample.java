package io.streamlab.verify.endurance;

/**
 * What the job used and kept at one moment.
 *
 * @param batches how many batches there were by then
 * @param heapMegabytes after a collection
 * @param s3Requests of the job, since its start; so are the other requests
 * @param tableObjects in the table's folder, without {@code .hoodie}
 * @param timelineObjects in {@code .hoodie}, without the archive
 * @param tombstoneBytes of the tombstones that the job keeps in the table's folder
 * @param ledgerBytes of re-enrichment
 * @param tableVersions that the catalog keeps of the table
 */
record Sample(
        int batches,
        double heapMegabytes,
        int threads,
        long openFiles,
        long s3Requests,
        long dynamoDbRequests,
        long kinesisRequests,
        long glueRequests,
        long tableObjects,
        long timelineObjects,
        long archiveObjects,
        long tombstoneBytes,
        long checkpointObjects,
        long checkpointBytes,
        long ledgerBytes,
        long rejectedObjects,
        int tableVersions,
        int rejectedTableVersions) {}
