package io.streamlab.verify.benchmark.upsert;

import java.util.List;

/**
 * What one run measures.
 *
 * @param rows in the table before the first batch
 * @param batch records of each batch
 * @param rounds batches that count; one more before them warms up
 * @param workloads run one after the other
 * @param arms take turns; a limit does so for its own workload only
 * @param hudiOptions further ones for the job, as its argument takes them
 */
record Settings(long rows, int batch, int rounds, List<Workload> workloads, List<ArmType> arms, String hudiOptions) {
    List<ArmType> armsOf(Workload workload) {
        return arms.stream()
                .filter(arm -> arm == workload.limit() || !arm.isLimit())
                .toList();
    }
}
