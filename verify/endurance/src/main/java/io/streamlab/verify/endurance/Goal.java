package io.streamlab.verify.endurance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A figure that must not grow with the commits.
 *
 * @param name what is compared
 * @param first in the beginning, after the job has warmed up
 * @param last in the end
 * @param most the bound of {@code last}
 */
record Goal(String name, double first, double last, double most) {
    private static final double HEAP_SLACK_MEGABYTES = 16;
    private static final double THREADS_SLACK = 10;
    private static final double FILES_SLACK = 20;
    private static final double OBJECTS_SLACK = 10;
    private static final double REQUESTS_SLACK = 3;

    /** Returns the goals of a run that is over. */
    static List<Goal> of(EnduranceSettings settings, List<JsonNode> batches, List<Sample> samples) {
        List<Double> seconds = batches.stream()
                .skip(settings.warmUp())
                .map(batch -> batch.path("batch_ms").asLong() / 1000.0)
                .toList();
        int compared = settings.compared();
        double first = median(seconds.subList(0, compared));
        double last = median(seconds.subList(seconds.size() - compared, seconds.size()));
        List<Goal> goals = new ArrayList<>();
        goals.add(new Goal("seconds of a batch", first, last, first * settings.mostGrowth()));

        List<Sample> warm = samples.stream()
                .filter(sample -> sample.batches() >= settings.warmUp())
                .toList();
        goals.add(flat(
                "heap after a collection, MB",
                Sample::heapMegabytes,
                warm,
                settings.mostGrowth(),
                HEAP_SLACK_MEGABYTES));
        goals.add(flat("threads", Sample::threads, warm, settings.mostGrowth(), THREADS_SLACK));
        goals.add(flat("open files", Sample::openFiles, warm, settings.mostGrowth(), FILES_SLACK));
        goals.add(flat("objects of the table", Sample::tableObjects, warm, settings.mostGrowth(), OBJECTS_SLACK));
        goals.add(flat("objects of the timeline", Sample::timelineObjects, warm, settings.mostGrowth(), OBJECTS_SLACK));
        goals.add(perBatch("S3 requests for each batch", Sample::s3Requests, warm, settings.mostGrowth()));
        goals.add(perBatch("DynamoDB requests for each batch", Sample::dynamoDbRequests, warm, settings.mostGrowth()));
        goals.add(perBatch("catalog requests for each batch", Sample::glueRequests, warm, settings.mostGrowth()));
        goals.add(versions("versions of the table in the catalog", Sample::tableVersions, warm));
        goals.add(versions("versions of the rejected table in the catalog", Sample::rejectedTableVersions, warm));
        return goals;
    }

    boolean isMet() {
        return last <= most;
    }

    /** Returns a line for people. */
    String inWords() {
        return String.format(
                Locale.ROOT, "%-4s %-46s %10.2f %10.2f %10.2f", isMet() ? "ok" : "GREW", name, first, last, most);
    }

    private static Goal flat(
            String name, ToDoubleFunction<Sample> figure, List<Sample> samples, double growth, double slack) {
        int third = Math.max(1, samples.size() / 3);
        double first = median(values(samples.subList(0, third), figure));
        double last = median(values(samples.subList(samples.size() - third, samples.size()), figure));
        return new Goal(name, first, last, first * growth + slack);
    }

    private static Goal perBatch(String name, ToDoubleFunction<Sample> count, List<Sample> samples, double growth) {
        List<Double> rates = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            Sample from = samples.get(i - 1);
            Sample to = samples.get(i);
            if (to.batches() > from.batches()) {
                rates.add((count.applyAsDouble(to) - count.applyAsDouble(from)) / (to.batches() - from.batches()));
            }
        }
        int third = Math.max(1, rates.size() / 3);
        double first = median(rates.subList(0, third));
        double last = median(rates.subList(rates.size() - third, rates.size()));
        return new Goal(name, first, last, first * growth + REQUESTS_SLACK);
    }

    private static Goal versions(String name, ToDoubleFunction<Sample> figure, List<Sample> samples) {
        double first = figure.applyAsDouble(samples.get(0));
        return new Goal(name, first, figure.applyAsDouble(samples.get(samples.size() - 1)), first);
    }

    private static List<Double> values(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return samples.stream().map(figure::applyAsDouble).toList();
    }

    /** Returns the middle value, or the mean of the two in the middle; 0 without values. */
    static double median(List<Double> values) {
        if (values.isEmpty()) {
            return 0;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
