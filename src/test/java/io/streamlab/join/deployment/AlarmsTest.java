package io.streamlab.join.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.metrics.SimulatedMetrics;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When the template's alarms fire, with the metrics that the job sends in each story. CloudWatch itself does not run here. */
class AlarmsTest {
    private static final Template TEMPLATE = Template.read("monitoring");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** The periods that CloudWatch takes besides an alarm's own: none, or as in the guide's example. */
    private static final List<Integer> FURTHER = List.of(0, 2);

    private final SimulatedMetrics job = new SimulatedMetrics();

    @Test
    void aJobThatNeverWroteStandsStill() {
        assertThat(fires("StandstillAlarm")).isTrue();
        job.pass(Duration.ofDays(30));
        assertThat(fires("StandstillAlarm")).isTrue();

        job.wait(MINUTE);
        assertThat(fires("StandstillAlarm")).isFalse();
    }

    @Test
    void aJobThatEndsWhileItsProducersAreQuietStandsStillUntilItRunsAgain() {
        everyMinute(60);
        assertThat(fires("StandstillAlarm")).isFalse();

        job.pass(Duration.ofMinutes(26));
        assertThat(fires("StandstillAlarm")).isTrue();
        job.pass(Duration.ofDays(2));
        assertThat(fires("StandstillAlarm")).isTrue();

        job.batch();
        job.pass(Duration.ofSeconds(1));
        assertThat(fires("StandstillAlarm")).isFalse();
    }

    @Test
    void aReferenceTableWhoseStreamIsGoneIsToldAndASingleGapIsNot() {
        everyMinute(20);
        job.put("ReferenceGaps", 1);
        everyMinute(20);
        assertThat(fires("ReferenceGapsAlarm")).isFalse();

        for (int minute = 0; minute < 25; minute++) {
            job.put("ReferenceGaps", 1);
            everyMinute(1);
        }
        assertThat(fires("ReferenceGapsAlarm")).isTrue();

        everyMinute(30);
        assertThat(fires("ReferenceGapsAlarm")).isFalse();
    }

    @Test
    void aJobWithoutRecordsDoesNotStandStill() {
        for (int tenMinutes = 0; tenMinutes < 72; tenMinutes++) {
            job.wait(Duration.ofMinutes(10));
            assertThat(fires("StandstillAlarm")).isFalse();
        }
        assertThat(job.of("Alive")).hasSizeBetween(700, 721);
        assertThat(job.of("BatchTime")).isEmpty();
    }

    /** A batch that hangs is within no wait. */
    @Test
    void aBatchThatHangsStandsStill() {
        everyMinute(20);
        job.wait(Duration.ofMinutes(3));

        job.pass(Duration.ofMinutes(26));

        assertThat(fires("StandstillAlarm")).isTrue();
    }

    @Test
    void aJobThatFailsAtEachStartStandsStillAndFailsOften() {
        everyMinute(60);
        job.failure();
        job.pass(MINUTE);
        assertThat(fires("FailuresAlarm")).isFalse();
        for (int start = 0; start < 10; start++) {
            job.pass(Duration.ofMinutes(3));
            job.failure();
        }
        job.pass(Duration.ofSeconds(1));

        assertThat(fires("FailuresAlarm")).isTrue();
        assertThat(fires("StandstillAlarm")).isTrue();
        assertThat(job.of("Failures")).hasSize(11);
    }

    @Test
    void oneFailureWithAGoodReplayIsNoAlarm() {
        everyMinute(30);
        job.failure();
        everyMinute(90);

        assertThat(fires("FailuresAlarm")).isFalse();
        assertThat(fires("StandstillAlarm")).isFalse();
        assertThat(job.of("Failures")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 15, 20, 30, 60, 120, 240, 720, 1440})
    void standstillFiresAfterItsMinutesAndAtMostTwoPeriodsLater(int minutes) {
        AlarmEvaluator earliest = evaluator("StandstillAlarm", 0, minutes);
        AlarmEvaluator latest = evaluator("StandstillAlarm", 2, minutes);
        job.batch();

        for (int passed = 0; passed <= minutes + 10; passed++) {
            assertThat(earliest.fires(job)).as("%d min", passed).isEqualTo(passed > minutes || passed == 0);
            assertThat(latest.fires(job)).as("%d min", passed).isEqualTo(passed > minutes + 10 || passed == 0);
            job.pass(MINUTE);
        }
        assertThat(latest.fires(job)).isTrue();
    }

    /** Hourly runs need a bound above the hour: one run may take longer than the next. */
    @Test
    void aJobOnAScheduleDoesNotStandStillBelowItsBound() {
        for (int hour = 0; hour < 24; hour++) {
            job.batch();
            for (int minute = 0; minute < 60 + hour % 2; minute++) {
                job.pass(MINUTE);
                assertThat(evaluator("StandstillAlarm", 0, 120).fires(job)).isFalse();
            }
        }
        job.pass(Duration.ofMinutes(131));
        assertThat(evaluator("StandstillAlarm", 2, 120).fires(job)).isTrue();
    }

    static Stream<String> otherAlarms() {
        return TEMPLATE.resourcesOfType("AWS::CloudWatch::Alarm").stream()
                .filter(alarm -> !alarm.equals("StandstillAlarm"));
    }

    /** An alarm that cannot fire, or that fires without a cause, would be none. */
    @ParameterizedTest
    @MethodSource("otherAlarms")
    void anyOtherAlarmFiresAboveItsThresholdOnlyAndNotWithoutData(String name) {
        AlarmEvaluator alarm = evaluator(name, 0, 15);
        assertThat(alarm.fires(job)).isFalse();

        fill(alarm, alarm.threshold());
        assertThat(alarm.fires(job)).isFalse();
        fill(alarm, alarm.threshold() + 1);
        assertThat(alarm.fires(job)).isTrue();

        job.pass(alarm.period().multipliedBy(alarm.periods() + 1));
        assertThat(alarm.fires(job)).isFalse();
    }

    private void fill(AlarmEvaluator alarm, double value) {
        for (int period = 0; period < alarm.periods(); period++) {
            job.put(alarm.metric(), value);
            job.pass(alarm.period());
        }
    }

    private void everyMinute(int batches) {
        for (int batch = 0; batch < batches; batch++) {
            job.batch();
            job.pass(MINUTE);
        }
    }

    private boolean fires(String alarm) {
        List<Boolean> answers = FURTHER.stream()
                .map(further -> evaluator(alarm, further, 15).fires(job))
                .distinct()
                .toList();
        assertThat(answers).as("does not depend on what is not documented").hasSize(1);
        return answers.get(0);
    }

    private static AlarmEvaluator evaluator(String alarm, int further, int standstillMinutes) {
        return new AlarmEvaluator(
                Resolver.of(
                                TEMPLATE,
                                "StandstillMinutes",
                                String.valueOf(standstillMinutes),
                                "ReplicationTaskArn",
                                "arn:aws:dms:us-east-1:123456789012:task:EXAMPLE")
                        .properties(alarm),
                further);
    }
}
