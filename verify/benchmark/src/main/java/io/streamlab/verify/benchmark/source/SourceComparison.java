package io.streamlab.verify.benchmark.source;

import io.streamlab.local.common.Figures;
import io.streamlab.local.common.TextTable;
import io.streamlab.local.common.TextTable.Style;
import io.streamlab.verify.benchmark.Environment;
import io.streamlab.verify.benchmark.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run has found.
 *
 * @param emulator its name
 * @param connectors ours is the first
 * @param backlog the rounds of each connector
 * @param delays of each connector, on a stream into which records flow
 * @param twice the same with every batch evaluated twice
 */
record SourceComparison(
        String emulator,
        SourceWorkload workload,
        List<Connector> connectors,
        Map<Connector, List<Reading>> backlog,
        Map<Connector, SourceRun.Live> delays,
        Map<Connector, SourceRun.Live> twice) {

    TextTable table() {
        TextTable table = new TextTable(
                Style.MARKDOWN,
                "Source",
                "records/s: median (range)",
                "delay p50 s",
                "delay p95 s",
                "lost of those read once",
                "lost when evaluated twice");
        for (Connector connector : connectors) {
            table.add(
                    connector.name(),
                    throughput(connector).medianAndRange(0),
                    seconds(delay(connector).median()),
                    seconds(delay(connector).percentile(95)),
                    String.format(Locale.ROOT, "%,d", lostWhenReadOnce(connector)),
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d",
                            lostWhenEvaluatedTwice(connector),
                            twice.get(connector).sent()));
        }
        return table;
    }

    Report report(Environment environment) {
        Report report = new Report("source", environment, settings());
        Connector ours = connectors.get(0);
        report.put("throughput_ratio_vs_best_peer", throughputRatioVsBestPeer());
        figures(ours).forEach(report::put);
        report.put("planning_bytes_percent", planningBytesPercent());
        Map<String, Object> peers = new LinkedHashMap<>();
        connectors.stream().skip(1).forEach(peer -> peers.put(peer.name(), figures(peer)));
        report.put("peers", peers);
        return report;
    }

    /** Returns what must not be: ours loses nothing and gives nothing twice. Of the peers it is a finding. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Connector ours = connectors.get(0);
        if (lostWhenReadOnce(ours) + repeatedWhenReadOnce(ours) > 0) {
            faults.add(String.format(
                    Locale.ROOT,
                    "FAULT: %s lost %,d records and gave %,d twice, each batch being evaluated once",
                    ours.name(),
                    lostWhenReadOnce(ours),
                    repeatedWhenReadOnce(ours)));
        }
        if (lostWhenEvaluatedTwice(ours) > 0) {
            faults.add(String.format(
                    Locale.ROOT,
                    "FAULT: %s lost %,d records, each batch being evaluated twice",
                    ours.name(),
                    lostWhenEvaluatedTwice(ours)));
        }
        return faults;
    }

    double throughputRatioVsBestPeer() {
        double best = connectors.stream()
                .skip(1)
                .mapToDouble(peer -> throughput(peer).median())
                .max()
                .orElseThrow();
        return throughput(connectors.get(0)).median() / best;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("records", workload.records());
        settings.put("record_bytes", NumberedRecord.BYTES);
        settings.put("shards", SourceWorkload.SHARDS);
        settings.put("rounds", workload.rounds());
        settings.put("flow_records_per_s", SourceWorkload.RECORDS_PER_SECOND);
        settings.put("flow_s", workload.seconds());
        settings.put("emulator", emulator);
        return settings;
    }

    private Map<String, Object> figures(Connector connector) {
        Map<String, Object> figures = new LinkedHashMap<>();
        Figures throughput = throughput(connector);
        figures.put("throughput_records_per_s", throughput.median());
        figures.put("throughput_records_per_s_range", List.of(throughput.least(), throughput.greatest()));
        figures.put("latency_p50_s", delay(connector).median());
        figures.put("latency_p95_s", delay(connector).percentile(95));
        figures.put("latency_max_s", delay(connector).greatest());
        figures.put("lost_when_read_once", lostWhenReadOnce(connector));
        figures.put("repeated_when_read_once", repeatedWhenReadOnce(connector));
        figures.put("lost_on_double_evaluation", lostWhenEvaluatedTwice(connector));
        figures.put("sent_for_double_evaluation", twice.get(connector).sent());
        return figures;
    }

    private Figures throughput(Connector connector) {
        return new Figures(backlog.get(connector).stream()
                .map(reading -> workload.records() / reading.seconds())
                .toList());
    }

    private Figures delay(Connector connector) {
        return delays.get(connector)
                .reading()
                .latencies(SourceWorkload.SETTLING.toSeconds() * SourceWorkload.RECORDS_PER_SECOND);
    }

    private long lostWhenReadOnce(Connector connector) {
        SourceRun.Live live = delays.get(connector);
        return live.reading().lost(live.sent())
                + backlog.get(connector).stream()
                        .mapToLong(reading -> reading.lost(workload.records()))
                        .sum();
    }

    private long repeatedWhenReadOnce(Connector connector) {
        return delays.get(connector).reading().repeated()
                + backlog.get(connector).stream().mapToLong(Reading::repeated).sum();
    }

    private long lostWhenEvaluatedTwice(Connector connector) {
        SourceRun.Live live = twice.get(connector);
        return live.reading().lost(live.sent());
    }

    /** Of the bytes that ours reads, how many it reads to plan, while records flow. */
    private double planningBytesPercent() {
        Map<String, Long> metrics = delays.get(connectors.get(0)).reading().metrics();
        return 100.0 * metrics.get("planningBytes") / metrics.get("bytesRead");
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
