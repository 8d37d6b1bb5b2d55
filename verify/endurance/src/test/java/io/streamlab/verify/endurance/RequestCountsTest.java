package io.streamlab.verify.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.verify.chaos.faults.Call;
import io.streamlab.verify.chaos.faults.Service;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestCountsTest {
    @Test
    void countsByMethodAndByWhatACallConcerns() {
        RequestCounts counts = new RequestCounts();
        for (String path : List.of(
                "/streamlab/output/hudi_table/.streaming_join_writer",
                "/streamlab/output/hudi_table/.streaming_join_writer",
                "/streamlab/output/hudi_table/.hoodie/1.commit",
                "/streamlab/output/hudi_table/.hoodie/archived/1",
                "/streamlab/output/hudi_table/1.parquet",
                "/streamlab/checkpoint/offsets/1",
                "/streamlab/rejected/arrived_on=2026-01-31/1.parquet",
                "/streamlab/",
                "/streamlab")) {
            assertThat(counts.before(new Call(Service.S3, "PUT", path))).isTrue();
        }

        assertThat(counts.counts())
                .isEqualTo(Map.of(
                        "PUT lease", 2L,
                        "PUT timeline", 1L,
                        "PUT archive", 1L,
                        "PUT table", 1L,
                        "PUT checkpoint", 1L,
                        "PUT rejected", 1L,
                        "PUT bucket", 2L));
    }
}
