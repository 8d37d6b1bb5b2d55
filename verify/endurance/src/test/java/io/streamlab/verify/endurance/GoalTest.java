package io.streamlab.verify.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GoalTest {
    private static final int BATCHES = 1_000;
    private static final EnduranceSettings SETTINGS =
            new EnduranceSettings(BATCHES, 1, EnduranceSettings.Profile.UPDATES, "", 1.1);

    @Test
    void aRunInWhichNothingGrowsMeetsEveryGoal() {
        assertThat(missed(batch -> 1.5 + batch % 7 / 100.0, GoalTest::flat)).isEmpty();
    }

    @Test
    void theFirstBatchesMayTakeLonger() {
        assertThat(missed(batch -> batch < 100 ? 30 : 1.5, GoalTest::flat)).isEmpty();
    }

    @Test
    void batchesThatTakeATenthLongerInTheEndAreTooSlow() {
        assertThat(missed(batch -> batch < 900 ? 1.5 : 1.64, GoalTest::flat)).isEmpty();
        assertThat(missed(batch -> batch < 900 ? 1.5 : 1.66, GoalTest::flat)).containsExactly("seconds of a batch");
    }

    @Test
    void oneSlowBatchIsNoSlowdown() {
        assertThat(missed(batch -> batch == 950 ? 60 : 1.5, GoalTest::flat)).isEmpty();
    }

    @Test
    void whatGrowsWithTheBatchesIsNamed() {
        assertThat(missed(batch -> 1.5, batch -> sample(batch, 150 + batch / 10.0, 90, 40 * batch, 2)))
                .containsExactly("heap after a collection, MB");
        assertThat(missed(batch -> 1.5, batch -> sample(batch, 150, 90 + batch / 20, 40 * batch, 2)))
                .containsExactly("threads");
        assertThat(missed(batch -> 1.5, batch -> sample(batch, 150, 90, 40 * batch + batch * batch / 50, 2)))
                .containsExactly("S3 requests for each batch");
        assertThat(missed(batch -> 1.5, batch -> sample(batch, 150, 90, 40 * batch, batch)))
                .containsExactly("versions of the table in the catalog");
    }

    @Test
    void oneVersionMoreIsOneTooMany() {
        assertThat(missed(batch -> 1.5, batch -> sample(batch, 150, 90, 40 * batch, batch < 900 ? 2 : 3)))
                .containsExactly("versions of the table in the catalog");
    }

    @Test
    void theMedianIsTheMiddle() {
        assertThat(Goal.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Goal.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
        assertThat(Goal.median(List.of())).isZero();
    }

    @Test
    void aShortRunComparesWhatItHas() {
        EnduranceSettings settings = new EnduranceSettings(100, 1, EnduranceSettings.Profile.UPDATES, "", 1.1);

        assertThat(settings.warmUp()).isEqualTo(33);
        assertThat(settings.compared()).isEqualTo(33);
        assertThat(settings.commitsBetweenSamples()).isEqualTo(5);
    }

    private static List<String> missed(IntToDoubleFunction secondsOfBatch, IntFunction<Sample> sampleAt) {
        List<JsonNode> batches = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            batches.add(new JsonMapper()
                    .createObjectNode()
                    .put("batch_ms", Math.round(secondsOfBatch.applyAsDouble(batch) * 1000)));
        }
        List<Sample> samples = IntStream.rangeClosed(1, BATCHES / 25)
                .mapToObj(number -> sampleAt.apply(25 * number))
                .toList();
        return Goal.of(SETTINGS, batches, samples).stream()
                .filter(goal -> !goal.isMet())
                .map(Goal::name)
                .toList();
    }

    private static Sample flat(int batch) {
        return sample(batch, 150 + batch % 3, 90 + batch % 4, 40L * batch + batch % 5, 2);
    }

    private static Sample sample(int batch, double heap, int threads, long s3Requests, int versions) {
        return new Sample(
                batch,
                heap,
                threads,
                300,
                s3Requests,
                2L * batch,
                10L * batch,
                0,
                12,
                90,
                batch / 10,
                1_000,
                300,
                50_000,
                400,
                batch,
                versions,
                1);
    }
}
