package io.streamlab.join.deployment;

import static io.streamlab.join.deployment.Template.list;
import static io.streamlab.join.deployment.Template.map;

import io.streamlab.join.metrics.SimulatedMetrics;
import io.streamlab.join.metrics.SimulatedMetrics.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Evaluates an alarm of a template as CloudWatch's user guide describes it, "Configuring how CloudWatch alarms treat missing
 * data":
 *
 * <ol>
 *   <li>CloudWatch takes some more periods than the alarm has, here {@code further}. Their number is not documented; the guide's
 *       example has two more.
 *   <li>If enough of these periods have data, the newest of them decide, and missing ones do not count.
 *   <li>Otherwise the missing ones are filled as {@code TreatMissingData} says.
 * </ol>
 *
 * <p>Knows what the templates use: statistics, and one metric times or divided by a number.
 */
final class AlarmEvaluator {
    private final Map<String, Object> alarm;
    private final Map<String, Object> statistic;
    private final String metric;
    private final double divisor;
    private final int further;

    /** @param alarm its properties, with nothing left to resolve */
    AlarmEvaluator(Map<String, Object> alarm, int further) {
        this.alarm = alarm;
        this.further = further;
        if (alarm.containsKey("Metrics")) {
            List<Object> queries = list(alarm.get("Metrics"));
            Map<String, Object> measured = map(queries.get(1));
            String[] expression = ((String) map(queries.get(0)).get("Expression")).split(" ");
            if (queries.size() != 2 || expression.length != 3 || !expression[0].equals(measured.get("Id"))) {
                throw new IllegalArgumentException("not known here: " + queries);
            }
            this.statistic = map(measured.get("MetricStat"));
            this.metric = (String) map(statistic.get("Metric")).get("MetricName");
            double number = Double.parseDouble(expression[2]);
            this.divisor = switch (expression[1]) {
                case "/" -> number;
                case "*" -> 1 / number;
                default -> throw new IllegalArgumentException("not known here: " + queries);
            };
        } else {
            this.statistic = alarm;
            this.metric = (String) alarm.get("MetricName");
            this.divisor = 1;
        }
    }

    String metric() {
        return metric;
    }

    Duration period() {
        return Duration.ofSeconds(number(statistic.get("Period")).longValue());
    }

    int periods() {
        return number(alarm.get("EvaluationPeriods")).intValue();
    }

    double threshold() {
        return number(alarm.get("Threshold")) * divisor;
    }

    /** Returns whether the alarm is in the state ALARM at the metrics' time. */
    boolean fires(SimulatedMetrics metrics) {
        List<Double> newestFirst = new ArrayList<>();
        Instant end = metrics.now();
        for (int period = 0; period < periods() + further; period++) {
            newestFirst.add(value(metrics, end.minus(period()), end));
            end = end.minus(period());
        }
        List<Double> values =
                newestFirst.stream().filter(Objects::nonNull).limit(periods()).toList();
        long breaching = values.stream().filter(this::breaches).count();
        long filled = periods() - values.size();
        return breaching + (isMissingBreaching() ? filled : 0) == periods();
    }

    private boolean isMissingBreaching() {
        return switch ((String) alarm.get("TreatMissingData")) {
            case "breaching" -> true;
            case "notBreaching" -> false;
            default -> throw new IllegalArgumentException("not known here: " + alarm.get("TreatMissingData"));
        };
    }

    /** Returns null for a period without data. */
    private Double value(SimulatedMetrics metrics, Instant from, Instant to) {
        DoubleSummaryStatistics values = metrics.of(metric).stream()
                .filter(point -> !point.at().isBefore(from) && point.at().isBefore(to))
                .mapToDouble(Point::value)
                .summaryStatistics();
        if (values.getCount() == 0) {
            return null;
        }
        return switch ((String) statistic.getOrDefault("Statistic", statistic.get("Stat"))) {
            case "Sum" -> values.getSum();
            case "Average" -> values.getAverage();
            case "Maximum" -> values.getMax();
            case "SampleCount" -> (double) values.getCount();
            default -> throw new IllegalArgumentException("not known here: " + statistic);
        };
    }

    private boolean breaches(double value) {
        return switch ((String) alarm.get("ComparisonOperator")) {
            case "GreaterThanThreshold" -> value > threshold();
            case "LessThanThreshold" -> value < threshold();
            default -> throw new IllegalArgumentException("not known here: " + alarm.get("ComparisonOperator"));
        };
    }

    private static Double number(Object value) {
        return Double.valueOf(String.valueOf(value));
    }
}
