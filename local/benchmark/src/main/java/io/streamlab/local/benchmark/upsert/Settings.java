package io.streamlab.local.benchmark.upsert;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.benchmark.BenchmarkException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What one run measures.
 *
 * @param rows in the table before the first batch
 * @param batch records of each batch
 * @param rounds batches that count; one more before them warms up
 * @param workloads run one after the other
 * @param arms take turns; a limit does so for its own workload only
 * @param hudiOptions further ones for the job, as its argument takes them
 */
record Settings(long rows, int batch, int rounds, List<Workload> workloads, List<ArmType> arms, String hudiOptions) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    List<ArmType> armsOf(Workload workload) {
        return arms.stream()
                .filter(arm -> arm == workload.limit() || !arm.isLimit())
                .toList();
    }

    static Settings read(Path file) {
        try {
            return JSON.readValue(file.toFile(), Settings.class);
        } catch (IOException e) {
            throw new BenchmarkException("cannot read the settings " + file, e);
        }
    }
}
