package io.streamlab.join.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobColumns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnwritableSearchTest {
    private static final Exception FAILURE = new IllegalStateException("seen", new IllegalArgumentException("first"));

    private final Set<String> poison = new HashSet<>();
    private final List<Integer> trials = new ArrayList<>();
    private boolean storageAnswers = true;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, 3_000})
    void findsAnyRecordsThatCannotBeWritten(int count) {
        Random random = new Random(count);
        for (int i = 0; i < Math.min(3, count); i++) {
            poison.add(text(random.nextInt(count)));
        }

        Map<String, String> found = new UnwritableSearch(this::tryToWrite).find(records(count), FAILURE);

        assertThat(found.keySet()).isEqualTo(poison);
        assertThat(found.values())
                .containsOnly(
                        "Hudi cannot write the record's row: java.lang.IllegalArgumentException: no place for it");
    }

    @Test
    void saysWhatASecondWriteOfTheRecordSays() {
        IllegalStateException failure = new IllegalStateException("3 records failed");
        failure.addSuppressed(new RuntimeException("no commit", new ArithmeticException("too long")));

        Map<String, String> found = new UnwritableSearch(
                        part -> part.isEmpty() ? Optional.empty() : Optional.of(failure))
                .find(records(1), new IllegalStateException("3 records failed"));

        assertThat(found.values())
                .containsExactly("Hudi cannot write the record's row: java.lang.ArithmeticException: too long");
    }

    @Test
    void takesFewWritesForOneRecordAmongMany() {
        poison.add(text(1_234));

        new UnwritableSearch(this::tryToWrite).find(records(2_000), FAILURE);

        // The whole, two for each halving, and one without records.
        assertThat(trials).hasSizeLessThan(2 * 20);
        assertThat(trials.stream().mapToInt(Integer::intValue).sum()).isLessThan(4 * 2_000);
    }

    @Test
    void blamesNoRecordWhenThereIsNoSecondFailure() {
        assertThat(new UnwritableSearch(this::tryToWrite).find(records(10), FAILURE))
                .isEmpty();
        assertThat(trials).containsExactly(10);
    }

    @Test
    void blamesNoRecordWhenTheSecondFailureIsAnother() {
        poison.add(text(1));

        assertThat(new UnwritableSearch(this::tryToWrite).find(records(10), new IllegalStateException("no disk")))
                .isEmpty();
    }

    @Test
    void blamesNoRecordWhenNothingAtAllCanBeWritten() {
        storageAnswers = false;

        assertThat(new UnwritableSearch(this::tryToWrite).find(records(10), FAILURE))
                .isEmpty();
        assertThat(trials).endsWith(0);
    }

    @Test
    void blamesNoRecordWhenNoneOfManyCanBeWritten() {
        IntStream.range(0, 30).forEach(number -> poison.add(text(number)));

        assertThat(new UnwritableSearch(this::tryToWrite).find(records(30), FAILURE))
                .isEmpty();
    }

    @Test
    void findsManyRecordsAmongOthers() {
        IntStream.range(0, 25).forEach(number -> poison.add(text(number)));

        assertThat(new UnwritableSearch(this::tryToWrite).find(records(200), FAILURE))
                .hasSize(25);
    }

    @Test
    void searchesNothingAfterARefusal() {
        assertThat(new UnwritableSearch(this::tryToWrite)
                        .find(records(10), new InvalidConfigException(List.of("no such option"))))
                .isEmpty();
        assertThat(trials).isEmpty();
    }

    @Test
    void searchesNothingAfterAnInterruption() {
        assertThat(new UnwritableSearch(this::tryToWrite)
                        .find(records(10), new IllegalStateException("stopped", new InterruptedException())))
                .isEmpty();
        assertThat(trials).isEmpty();
    }

    private Optional<Exception> tryToWrite(Dataset<Row> records) {
        List<String> texts = records.as(Encoders.STRING()).collectAsList();
        trials.add(texts.size());
        return storageAnswers && texts.stream().noneMatch(poison::contains)
                ? Optional.empty()
                : Optional.of(
                        new IllegalStateException("seen", new IllegalArgumentException("no place for it\nat all")));
    }

    private static Dataset<Row> records(int count) {
        List<String> texts =
                IntStream.range(0, count).mapToObj(UnwritableSearchTest::text).toList();
        return LocalSpark.session()
                .createDataset(texts, Encoders.STRING())
                .toDF(JobColumns.EVENT_ORDER)
                .cache();
    }

    private static String text(int number) {
        return "order " + number;
    }
}
