package io.streamlab.verify.endurance;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamlab.verify.benchmark.Plot;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a run has found.
 *
 * @param recordsSent to the stream
 * @param unaccounted records that the reports of the batches do not account for
 * @param s3RequestsByKind of all batches, by method and by what they concern
 * @param idleS3RequestsAnHour the same of a job without batches
 * @param batchSeconds of each batch, in their order
 */
record EnduranceReport(
        EnduranceSettings settings,
        double seconds,
        int batches,
        int commits,
        long recordsSent,
        long recordsRejected,
        long rowsReenriched,
        int referenceChanges,
        long unaccounted,
        Map<String, Long> s3RequestsByKind,
        Map<String, Long> idleS3RequestsAnHour,
        List<Goal> goals,
        List<Double> batchSeconds,
        List<Sample> samples) {
    /** Batches of one median in the plot. */
    private static final int SMOOTHED = 25;

    static EnduranceReport of(
            EnduranceSettings settings,
            double seconds,
            List<JsonNode> batches,
            long recordsSent,
            int referenceChanges,
            List<Sample> samples,
            Map<String, Long> s3Requests,
            Map<String, Long> idleS3Requests) {
        long read = sum(batches, "records_read");
        long accounted = sum(batches, "records_rejected")
                + sum(batches, "records_superseded")
                + sum(batches, "rows_written")
                + sum(batches, "rows_deleted");
        return new EnduranceReport(
                settings,
                seconds,
                batches.size(),
                (int) batches.stream().filter(batch -> batch.has("commit")).count(),
                recordsSent,
                sum(batches, "records_rejected"),
                sum(batches, "rows_reenriched"),
                referenceChanges,
                Math.abs(recordsSent - read) + Math.abs(read - accounted),
                s3Requests,
                idleS3Requests,
                Goal.of(settings, batches, samples),
                batches.stream()
                        .map(batch -> batch.path("batch_ms").asLong() / 1000.0)
                        .toList(),
                samples);
    }

    private static long sum(List<JsonNode> batches, String figure) {
        return batches.stream().mapToLong(batch -> batch.path(figure).asLong()).sum();
    }

    /** Returns whether nothing has grown, and every record is accounted for. */
    boolean passed() {
        return unaccounted == 0 && goals.stream().allMatch(Goal::isMet);
    }

    /** Draws the time of batches, what the job's process uses, and its requests. */
    void plot(Path folder) {
        Map<Double, Double> times = new LinkedHashMap<>();
        for (int end = SMOOTHED; end <= batchSeconds.size(); end++) {
            times.put((double) end, Goal.median(batchSeconds.subList(end - SMOOTHED, end)));
        }
        Plot.course(
                folder.resolve("endurance-batches.svg"),
                "Time of a batch (median of " + SMOOTHED + ")",
                "batches",
                "seconds",
                Map.of("seconds of a batch", times));
        Map<String, Map<Double, Double>> process = new LinkedHashMap<>();
        process.put("heap after a collection, MB", course(Sample::heapMegabytes));
        process.put("threads", course(Sample::threads));
        process.put("open files", course(Sample::openFiles));
        Plot.course(folder.resolve("endurance-process.svg"), "The job's process", "batches", "number", process);
        Map<String, Map<Double, Double>> kept = new LinkedHashMap<>();
        kept.put("objects of the table", course(Sample::tableObjects));
        kept.put("objects of the timeline", course(Sample::timelineObjects));
        kept.put("objects of the checkpoint", course(Sample::checkpointObjects));
        kept.put("versions in the catalog", course(Sample::tableVersions));
        Plot.course(folder.resolve("endurance-objects.svg"), "What the job keeps", "batches", "number", kept);
        Map<Double, Double> requests = new LinkedHashMap<>();
        for (int i = 1; i < samples.size(); i++) {
            Sample from = samples.get(i - 1);
            Sample to = samples.get(i);
            if (to.batches() > from.batches()) {
                requests.put(
                        (double) to.batches(),
                        (double) (to.s3Requests() - from.s3Requests()) / (to.batches() - from.batches()));
            }
        }
        Plot.course(
                folder.resolve("endurance-requests.svg"),
                "S3 requests for each batch",
                "batches",
                "requests",
                Map.of("S3 requests", requests));
    }

    private Map<Double, Double> course(ToDoubleFunction<Sample> figure) {
        Map<Double, Double> course = new LinkedHashMap<>();
        samples.forEach(sample -> course.put((double) sample.batches(), figure.applyAsDouble(sample)));
        return course;
    }
}
