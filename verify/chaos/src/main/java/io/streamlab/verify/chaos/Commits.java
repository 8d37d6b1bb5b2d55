package io.streamlab.verify.chaos;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The complete commits of the table, from the first one. */
final class Commits {
    private final TreeMap<String, Commit> commits = new TreeMap<>();

    synchronized void add(Commit commit) {
        commits.put(commit.instant(), commit);
    }

    synchronized Optional<Commit> find(String instant) {
        return Optional.ofNullable(commits.get(instant));
    }

    /**
     * Returns how many rows the table has after a commit. Hudi counts deletes of keys that have no row, so with deletes the
     * rows of the files count, which no clustering may have replaced then.
     */
    synchronized long rowsAfter(String instant) {
        Collection<Commit> until = commits.headMap(instant, true).values();
        if (until.stream().allMatch(commit -> commit.deleted() == 0)) {
            return until.stream().mapToLong(Commit::inserted).sum();
        }
        Map<String, Long> rows = new HashMap<>();
        until.forEach(commit -> rows.putAll(commit.rowsByFile()));
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns how many keys were deleted, in all, whether they had a row or not. */
    synchronized long deleted() {
        return commits.values().stream().mapToLong(Commit::deleted).sum();
    }

    /** Batches that have brought rows of their own by more than one commit. */
    synchronized Set<String> doubledBatches() {
        Map<String, Integer> counts = new TreeMap<>();
        commits.values().stream()
                .filter(commit -> commit.writtenOfBatch() > 0)
                .flatMap(commit -> commit.batch().stream())
                .forEach(batch -> counts.merge(batch, 1, Integer::sum));
        Set<String> doubled = new TreeSet<>();
        counts.forEach((batch, count) -> {
            if (count > 1) {
                doubled.add(batch);
            }
        });
        return doubled;
    }

    synchronized int count() {
        return commits.size();
    }

    /** Returns those that are of no batch. */
    synchronized int countBetweenBatches() {
        return (int) commits.values().stream()
                .filter(commit -> commit.batch().isEmpty())
                .count();
    }

    /** Returns how many rows were re-enriched, in all. */
    synchronized long reenriched() {
        return commits.values().stream().mapToLong(Commit::reenriched).sum();
    }
}
