package io.streamlab.join.redrive;

import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.RedriveConfig;
import io.streamlab.join.config.RedriveMode;
import io.streamlab.join.hudi.TableInUseException;
import io.streamlab.join.hudi.WriterLease;
import io.streamlab.join.record.RedriveLedger;
import io.streamlab.join.record.RejectedRecords;
import io.streamlab.join.source.SourceStream;
import io.streamlab.kinesis.KinesisStream;
import io.streamlab.kinesis.client.StreamWriter;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Puts rejected records back on a stream.
 *
 * <ol>
 *   <li>Chooses the records, and leaves out those that the ledger names.
 *   <li>Puts a request of at most 500 records on the stream.
 *   <li>Notes these records in the ledger, and goes on with the next request.
 * </ol>
 *
 * <p>Killed between the second and the third step, the next run puts that one request a second time. Nothing is left out. The
 * table does not change by a second copy, because its key and its order are those of the first.
 */
public final class Redrive {
    private static final String LINE = "%-28s %12s %16s%n";

    private final SparkSession spark;
    private final URI rejected;
    private final RedriveConfig config;
    private final String stream;
    private final RedriveLedger ledger;

    Redrive(SparkSession spark, URI rejected, RedriveConfig config, String stream, RedriveLedger ledger) {
        this.spark = spark;
        this.rejected = rejected;
        this.config = config;
        this.stream = stream;
        this.ledger = ledger;
    }

    /**
     * Counts the chosen records, or puts them on the stream.
     *
     * @param source the table that describes the stream
     * @param list gets a line for each reason, and the outcome
     * @throws IllegalStateException when another run does the same, or when Kinesis refused records for good
     */
    public static void run(SparkSession spark, SourceTable source, JobConfig config, PrintStream list) {
        KinesisStream stream = config.redrive().stream()
                .map(name -> SourceStream.kinesisStream(source, config.source(), name))
                .orElseGet(() -> SourceStream.kinesisStream(source, config.source()));
        URI rejected = config.batch().rejectedPath();
        Configuration configuration = spark.sessionState().newHadoopConf();
        RedriveLedger ledger = new RedriveLedger(rejected, configuration);
        Redrive redrive = new Redrive(spark, rejected, config.redrive(), stream.name(), ledger);
        if (config.redrive().mode().get() == RedriveMode.COUNT) {
            redrive.count(list);
            return;
        }
        try (WriterLease lease = WriterLease.take(ledger.folder(), configuration);
                StreamWriter writer = StreamWriter.open(stream)) {
            redrive.put(
                    entries -> {
                        lease.requireHeld();
                        return writer.put(entries);
                    },
                    list);
        } catch (TableInUseException e) {
            throw new IllegalStateException("Another run puts rejected records of " + rejected + " back", e);
        }
    }

    /** Puts a request on the stream. Returns false for a single record that the stream does not take because of its size. */
    interface Requests {
        boolean put(List<StreamWriter.Entry> entries);
    }

    /** Writes a line for each reason. Changes nothing. */
    void count(PrintStream list) {
        SortedMap<String, ReasonCount> counts = choose().counts();
        list.println("Rejected records in " + rejected + " for the stream " + stream + ":");
        list.printf(Locale.ROOT, LINE, "reason", "to put back", "put back before");
        ReasonCount all = new ReasonCount(0, 0);
        for (Map.Entry<String, ReasonCount> reason : counts.entrySet()) {
            print(reason.getKey(), reason.getValue(), list);
            all = all.plus(reason.getValue());
        }
        print("all", all, list);
    }

    /** Puts the records back that are left, and notes them. */
    void put(Requests requests, PrintStream list) {
        count(list);
        Progress progress = new Progress(requests);
        Dataset<Row> left = choose().left();
        for (Iterator<Row> rows = left.toLocalIterator(); rows.hasNext(); ) {
            Row row = rows.next();
            progress.add(row.getString(0), new StreamWriter.Entry(keyOf(row), row.getAs(2)));
        }
        progress.flush();
        list.println("Put " + progress.put + " records on the stream " + stream + ".");
        if (progress.refused > 0) {
            throw new IllegalStateException("The stream " + stream + " does not take " + progress.refused
                    + " records because of their size. The others are put back");
        }
    }

    /** A record always has a key; a made one keeps this from failing at a file that somebody else has written. */
    private static String keyOf(Row row) {
        String key = row.getString(1);
        return key == null || key.isEmpty() ? row.getString(0) : key;
    }

    private Chosen choose() {
        return Chosen.of(RejectedRecords.read(spark, rejected, config.from()), ledger.read(spark), stream, config);
    }

    private static void print(String reason, ReasonCount count, PrintStream list) {
        list.printf(Locale.ROOT, LINE, reason, count.left(), count.noted());
    }

    /** Makes requests of single records, at the configured pace, and notes each. */
    private final class Progress {
        private final Requests requests;
        private final long start = System.nanoTime();
        private final List<String> ids = new ArrayList<>();
        private final List<StreamWriter.Entry> entries = new ArrayList<>();
        private long bytes;
        private long put;
        private long refused;

        Progress(Requests requests) {
            this.requests = requests;
        }

        void add(String id, StreamWriter.Entry entry) {
            boolean large = entry.bytes() > StreamWriter.ORDINARY_BYTES;
            if (large || entries.size() == mostRecords() || bytes + entry.bytes() > StreamWriter.MOST_BYTES) {
                flush();
            }
            ids.add(id);
            entries.add(entry);
            bytes += entry.bytes();
            if (large) {
                flush();
            }
        }

        /** A request holds no more than a second's records. */
        private int mostRecords() {
            return Math.min(StreamWriter.MOST_RECORDS, config.recordsPerSecond());
        }

        void flush() {
            if (entries.isEmpty()) {
                return;
            }
            awaitTurn();
            if (requests.put(Collections.unmodifiableList(entries))) {
                ledger.note(ids);
                put += ids.size();
            } else {
                refused += ids.size();
            }
            ids.clear();
            entries.clear();
            bytes = 0;
        }

        private void awaitTurn() {
            long due = start + put * 1_000_000_000L / config.recordsPerSecond();
            long milliseconds = (due - System.nanoTime()) / 1_000_000L;
            if (milliseconds > 0) {
                try {
                    Thread.sleep(milliseconds);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("Interrupted while putting records back", e);
                }
            }
        }
    }
}
