package io.streamlab.verify.benchmark.source;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Which numbered records came when, in which evaluation of their batch. */
final class SeenRecords {
    private final long startedMillis = System.currentTimeMillis();
    private final List<String> lines = new ArrayList<>();
    private final List<BitSet> idsOfEvaluation = new ArrayList<>();
    private long lastNewMillis = startedMillis;

    /** @param evaluations of each batch */
    SeenRecords(int evaluations) {
        for (int i = 0; i < evaluations; i++) {
            idsOfEvaluation.add(new BitSet());
        }
    }

    /**
     * @param records number and milliseconds of the put, as long
     * @param evaluation of the batch, from 0
     */
    synchronized void add(List<Row> records, int evaluation, long nowMillis) {
        BitSet ids = idsOfEvaluation.get(evaluation);
        for (Row record : records) {
            long id = record.getLong(0);
            lines.add(evaluation + " " + id + " " + record.getLong(1) + " " + nowMillis);
            if (!ids.get((int) id)) {
                ids.set((int) id);
                lastNewMillis = nowMillis;
            }
        }
    }

    /** Returns how many different ones came in every evaluation; of those that differ, the least. */
    synchronized long distinct() {
        return idsOfEvaluation.stream().mapToLong(BitSet::cardinality).min().orElseThrow();
    }

    /** When the last one came that had not come before in that evaluation. */
    synchronized long lastNewMillis() {
        return lastNewMillis;
    }

    /** Writes what {@link Reading#read} reads. */
    synchronized void write(Path file, Map<String, Long> metrics) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(unfinished))) {
            writer.println(startedMillis);
            metrics.forEach((name, value) -> writer.println(name + "=" + value));
            lines.forEach(writer::println);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
