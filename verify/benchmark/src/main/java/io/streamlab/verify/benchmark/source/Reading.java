package io.streamlab.verify.benchmark.source;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What one run of {@link ReaderProgram} has noted.
 *
 * @param startedMillis when the query was started
 * @param metrics the source's own, added up
 * @param records every appearance of a record, in their order
 */
record Reading(long startedMillis, Map<String, Long> metrics, List<Appearance> records) {

    /**
     * @param evaluation of the batch, from 0
     * @param seenMillis when it was in the hands of the batch's function
     */
    record Appearance(int evaluation, long id, long putMillis, long seenMillis) {}

    static Reading read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            Map<String, Long> metrics = new TreeMap<>();
            List<Appearance> records = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    metrics.put(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
                } else {
                    records.add(appearance(line.split(" ")));
                }
            }
            return new Reading(Long.parseLong(lines.get(0)), metrics, records);
        } catch (IOException e) {
            throw new CommandException("cannot read " + file, e);
        }
    }

    private static Appearance appearance(String[] fields) {
        return new Appearance(
                Integer.parseInt(fields[0]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]));
    }

    /** From the start of the query until its last record was in hand. */
    double seconds() {
        long last = records.stream().mapToLong(Appearance::seenMillis).max().orElse(startedMillis);
        return (last - startedMillis) / 1000.0;
    }

    /**
     * Returns records that are missing where every batch was evaluated once; where it was evaluated more often, those that are missing in the one
     * evaluation or the other: whatever was done with that one was done without them.
     *
     * @param sent how many there are, numbered from 0
     */
    long lost(long sent) {
        BitSet inAll = new BitSet();
        inAll.set(0, (int) sent);
        int evaluations =
                records.stream().mapToInt(Appearance::evaluation).max().orElse(0) + 1;
        IntStream.range(0, evaluations).forEach(evaluation -> inAll.and(idsOf(evaluation)));
        return sent - inAll.cardinality();
    }

    /** Appearances of records that had come before, in the first evaluations. */
    long repeated() {
        return records.stream().filter(record -> record.evaluation() == 0).count() - idsOf(0).cardinality();
    }

    private BitSet idsOf(int evaluation) {
        BitSet ids = new BitSet();
        records.stream()
                .filter(record -> record.evaluation() == evaluation)
                .forEach(record -> ids.set((int) record.id()));
        return ids;
    }

    /**
     * Returns seconds from the put until a record was in hand.
     *
     * @param firstId those before it do not count
     */
    Figures latencies(long firstId) {
        return new Figures(records.stream()
                .filter(record -> record.evaluation() == 0 && record.id() >= firstId)
                .map(record -> (record.seenMillis() - record.putMillis()) / 1000.0)
                .toList());
    }
}
