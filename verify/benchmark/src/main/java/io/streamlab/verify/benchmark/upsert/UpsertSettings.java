package io.streamlab.verify.benchmark.upsert;

import java.util.List;
import java.util.Locale;

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
record UpsertSettings(
        long rows, int batch, int rounds, List<Workload> workloads, List<ArmType> arms, String hudiOptions) {
    List<ArmType> armsOf(Workload workload) {
        return arms.stream()
                .filter(arm -> arm == workload.limit() || !arm.isLimit())
                .toList();
    }

    /** Returns a result in a line, for people who wait. */
    String describe(Result result) {
        String what = result.verdict() != null
                ? result.verdict().text()
                : String.format(Locale.ROOT, "%s %.2f s", batch(result.round()), result.seconds());
        return "  " + result.workload() + ", " + result.arm().title() + ": " + what;
    }

    private String batch(int round) {
        return switch (round) {
            case Result.PRELOAD -> "first " + rows + " rows";
            case 0 -> "warm-up";
            default -> "batch " + round + " of " + rounds;
        };
    }
}
