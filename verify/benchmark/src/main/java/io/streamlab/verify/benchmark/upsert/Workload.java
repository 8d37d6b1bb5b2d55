package io.streamlab.verify.benchmark.upsert;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/** Which keys the batches have. Keys are numbers here; in the records they are spread over the whole range of UUIDs. */
public enum Workload {
    /** All keys are in the table, each as probable as any other; of 50 records one is older than the table's row. */
    UPDATES {
        @Override
        List<Change> batch(int round, UpsertSettings settings, Random random) {
            return updates(round, settings, random, key -> true);
        }
    },

    /** Of 100 keys 99 are new; the others came with the batch before, as when a producer sends again. */
    INSERTS {
        @Override
        List<Change> batch(int round, UpsertSettings settings, Random random) {
            long firstNew = settings.rows() + (long) round * settings.batch();
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < settings.batch(); i++) {
                boolean again = i % 100 == 0;
                long key = again ? Math.max(0, firstNew - 1 - i) : firstNew + i;
                changes.add(new Change(key, version(round, i)));
            }
            return changes;
        }
    };

    /** Of the rows that are in the table before the first batch. */
    static final long FIRST_VERSION = 1_000;

    private static final long OLDEST_VERSION = 1;

    /** One record: its key, and a number that is greater the newer it is. */
    record Change(long key, long version) {}

    /** Returns what would be left of the work if an upsert were no more than that. */
    ArmType limit() {
        return this == UPDATES ? ArmType.REWRITE : ArmType.APPEND;
    }

    /** The changes of one batch, the same for the same random numbers. */
    abstract List<Change> batch(int round, UpsertSettings settings, Random random);

    /**
     * Updates of rows of the table.
     *
     * @param round a batch is newer than those of former rounds
     * @param among the keys that it may have, each as probable as any other
     */
    static List<Change> updates(int round, UpsertSettings settings, Random random, LongPredicate among) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < settings.batch(); i++) {
            boolean late = i % 50 == 0;
            long key = LongStream.generate(() -> (long) (random.nextDouble() * settings.rows()))
                    .filter(among)
                    .findFirst()
                    .orElseThrow();
            changes.add(new Change(key, late ? OLDEST_VERSION : version(round, i)));
        }
        return changes;
    }

    private static long version(int round, int place) {
        return FIRST_VERSION * 1_000 * (round + 1) + place;
    }

    /** As the command, the report and the job's --write_profile have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
