package io.streamlab.verify.benchmark.endtoend;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Figures;
import java.util.List;

/**
 * What one run of {@link EndToEndProgram} has found.
 *
 * @param rows in the table
 * @param keys different ones among them
 * @param matched rows that found their reference row
 * @param batches in their order
 * @param commits which rows became readable when
 */
record Outcome(long rows, long keys, long matched, List<Batch> batches, List<Commit> commits) {

    /** @param endMillis since 1970 */
    record Batch(long records, long endMillis) {}

    /**
     * @param readableMillis when the commit was complete, in milliseconds since 1970
     * @param putMillis when each of its records was put on the stream
     */
    record Commit(long readableMillis, List<Long> putMillis) {}

    /**
     * Over all batches but the first, which starts the query's machinery.
     *
     * @throws CommandException if there are fewer than three: one alone says little of how the job goes on
     */
    double recordsPerSecond() {
        if (batches.size() < 3) {
            throw new CommandException("the backlog made " + batches.size()
                    + " batches, and the first does not count: give more --records, or a smaller --batch");
        }
        long records = batches.stream().skip(1).mapToLong(Batch::records).sum();
        long millis =
                batches.get(batches.size() - 1).endMillis() - batches.get(0).endMillis();
        return records * 1000.0 / millis;
    }

    /**
     * Returns seconds from the put of each record until its row could be read.
     *
     * @param settlingMillis records that were put so soon after the first one do not count
     */
    Figures freshness(long settlingMillis) {
        long first = commits.stream()
                .flatMap(commit -> commit.putMillis().stream())
                .mapToLong(Long::longValue)
                .min()
                .orElseThrow();
        return new Figures(commits.stream()
                .flatMap(commit -> commit.putMillis().stream()
                        .filter(put -> put >= first + settlingMillis)
                        .map(put -> (commit.readableMillis() - put) / 1000.0))
                .toList());
    }
}
