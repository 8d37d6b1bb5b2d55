package io.streamlab.verify.benchmark.upsert;

import io.streamlab.local.common.Figures;
import io.streamlab.local.common.TextTable;
import io.streamlab.local.common.TextTable.Style;
import io.streamlab.verify.benchmark.upsert.ExpectedTable.Verdict;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What one run has found of one workload.
 *
 * @param seconds of a batch
 */
record Comparison(Workload workload, Map<ArmType, Figures> seconds, Map<ArmType, Verdict> verdicts) {

    static Comparison of(Workload workload, List<Result> results) {
        Map<ArmType, Figures> seconds = new EnumMap<>(ArmType.class);
        Map<ArmType, Verdict> verdicts = new EnumMap<>(ArmType.class);
        for (ArmType arm : ArmType.values()) {
            List<Result> ofArm = results.stream()
                    .filter(result -> result.workload() == workload && result.arm() == arm)
                    .toList();
            if (ofArm.stream().anyMatch(Result::counts)) {
                seconds.put(
                        arm,
                        new Figures(ofArm.stream()
                                .filter(Result::counts)
                                .map(Result::seconds)
                                .toList()));
            }
            ofArm.stream()
                    .filter(result -> result.verdict() != null)
                    .forEach(result -> verdicts.put(arm, result.verdict()));
        }
        return new Comparison(workload, seconds, verdicts);
    }

    /** Returns how many times faster the job is than the walk-through. */
    Optional<Double> speedup() {
        return ratio(ArmType.PUBLISHED, ArmType.JOB);
    }

    /** How many times longer the job takes than what limits this workload. */
    Optional<Double> ratioToLimit() {
        return ratio(ArmType.JOB, workload.limit());
    }

    /** In seconds; 0 for an arm that was not measured. */
    double medianOf(ArmType arm) {
        return seconds.containsKey(arm) ? seconds.get(arm).median() : 0;
    }

    /** In seconds, for people; empty for an arm that was not measured. */
    String textOf(ArmType arm) {
        return seconds.containsKey(arm) ? seconds.get(arm).medianAndRange(2) : "";
    }

    /** The walk-through and the limits may let late records win; the job must be exact. */
    boolean isRight() {
        return verdicts.entrySet().stream()
                .allMatch(verdict -> verdict.getKey() == ArmType.JOB
                        ? verdict.getValue() == Verdict.EXACT
                        : verdict.getValue() != Verdict.WRONG);
    }

    Map<String, Object> asMap() {
        Map<String, Object> arms = new LinkedHashMap<>();
        seconds.forEach((arm, figures) -> {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("median_s", figures.median());
            values.put("least_s", figures.least());
            values.put("greatest_s", figures.greatest());
            values.put("batches_s", figures.sorted());
            values.put("table", verdicts.get(arm).text());
            arms.put(arm.title(), values);
        });
        return arms;
    }

    TextTable asTable() {
        TextTable table = new TextTable(
                Style.MARKDOWN, workload.toString(), "seconds of a batch", "beside published", "the table");
        seconds.forEach((arm, figures) -> table.add(
                arm == workload.limit() ? arm.title() + " (the limit)" : arm.title(),
                figures.medianAndRange(2),
                ratio(ArmType.PUBLISHED, arm)
                        .map(ratio -> String.format(Locale.ROOT, "%.1f times", ratio))
                        .orElse(""),
                verdicts.get(arm).text()));
        return table;
    }

    private Optional<Double> ratio(ArmType above, ArmType below) {
        return seconds.containsKey(above) && seconds.containsKey(below)
                ? Optional.of(seconds.get(above).median() / seconds.get(below).median())
                : Optional.empty();
    }
}
