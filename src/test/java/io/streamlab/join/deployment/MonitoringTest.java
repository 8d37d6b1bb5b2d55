package io.streamlab.join.deployment;

import static io.streamlab.join.deployment.Template.list;
import static io.streamlab.join.deployment.Template.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.join.metrics.PublishedMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonitoringTest {
    private static final String TASK = "arn:aws:dms:us-east-1:123456789012:task:EXAMPLE";

    private final Template template = Template.read("monitoring");
    private final Resolver withMySql = Resolver.of(template, "ReplicationTaskArn", TASK);

    @Test
    void everyAlarmAndItsEndGoToTheTopic() {
        for (String alarm : template.resourcesOfType("AWS::CloudWatch::Alarm")) {
            Map<String, Object> properties = withMySql.properties(alarm);

            assertThat(properties)
                    .as(alarm)
                    .containsEntry("AlarmActions", List.of("<AlarmTopic>"))
                    .containsEntry("OKActions", List.of("<AlarmTopic>"))
                    .containsKey("AlarmDescription");
        }
    }

    /** A name or a dimension that the job does not publish would leave an alarm silent for ever. */
    @Test
    void alarmsAndDashboardNameMetricsAsTheJobPublishesThem() throws IOException {
        Set<List<String>> named = new HashSet<>(ownMetricsOfAlarms());
        assertThat(named).extracting(metric -> metric.get(0)).contains("ConsumerLag", "WindowUse", "Alive", "Failures");
        named.addAll(ownMetricsOfDashboard());

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(PublishedMetrics.names().stream()
                        .map(name -> List.of(
                                name,
                                PublishedMetrics.JOB_DIMENSION,
                                "streamlab-streaming-join",
                                PublishedMetrics.TABLE_DIMENSION,
                                "hudi_table"))
                        .toList());
    }

    @Test
    void theJobIsToldToPublishItsMetrics() {
        assertThat(map(Resolver.of(Template.read("stream-job"))
                        .properties("Job")
                        .get("DefaultArguments")))
                .containsEntry("--cloudwatch_metrics", "true");
    }

    @Test
    void everyEndOfTheJobIsTold() {
        Map<String, Object> pattern = map(withMySql.properties("JobEndedRule").get("EventPattern"));

        assertThat(pattern)
                .containsEntry("source", List.of("aws.glue"))
                .containsEntry("detail-type", List.of("Glue Job State Change"));
        assertThat(map(pattern.get("detail")))
                .containsEntry("jobName", List.of("streamlab-streaming-join"))
                .containsEntry("state", List.of("FAILED", "TIMEOUT", "STOPPED"));
    }

    @Test
    void alarmsAndEventsMayUseTheTopicAndItsKey() {
        for (String service : List.of("cloudwatch.amazonaws.com", "events.amazonaws.com")) {
            assertThat(Statement.in(template).stream()
                            .filter(Statement::allows)
                            .filter(statement -> Map.of("Service", service)
                                    .equals(statement.fields().get("Principal")))
                            .flatMap(statement -> statement.actions().stream()))
                    .as(service)
                    .containsExactlyInAnyOrder("sns:Publish", "kms:Decrypt", "kms:GenerateDataKey");
        }
    }

    @Test
    void standstillIsAsManyPeriodsAsTheMinutesSay() {
        List<Object> allowed =
                list(map(template.parameters().get("StandstillMinutes")).get("AllowedValues"));

        for (Object minutes : allowed) {
            Map<String, Object> alarm = Resolver.of(template, "StandstillMinutes", String.valueOf(minutes))
                    .properties("StandstillAlarm");
            assertThat((Integer) alarm.get("EvaluationPeriods") * 5).isEqualTo(minutes);
        }
    }

    @Test
    void withoutMySqlNothingIsSaidAboutReplication() {
        Resolver without = Resolver.of(template);

        assertThat(template.resources().keySet().stream().filter(resource -> !without.exists(resource)))
                .containsExactlyInAnyOrder("ReplicationFailedRule", "ReplicationLagAlarm", "AlarmSubscription");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", TASK})
    void dashboardIsJsonWithAllAlarms(String task) throws IOException {
        Resolver resolver = Resolver.of(template, "ReplicationTaskArn", task);

        List<String> shown = new ArrayList<>();
        widgets(resolver).get(0).at("/properties/alarms").forEach(alarm -> shown.add(alarm.asText()));

        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(template.resourcesOfType("AWS::CloudWatch::Alarm").stream()
                        .filter(resolver::exists)
                        .map(alarm -> "arn:aws:cloudwatch:us-east-1:123456789012:alarm:<" + alarm + ">")
                        .toList());
    }

    @Test
    void dashboardsWidgetsLieSideBySide() throws IOException {
        boolean[][] taken = new boolean[100][24];
        for (JsonNode widget : widgets(withMySql)) {
            for (int y = widget.get("y").asInt();
                    y < widget.get("y").asInt() + widget.get("height").asInt();
                    y++) {
                for (int x = widget.get("x").asInt();
                        x < widget.get("x").asInt() + widget.get("width").asInt();
                        x++) {
                    assertThat(taken[y][x]).as("%s", widget).isFalse();
                    taken[y][x] = true;
                }
            }
        }
    }

    /** Each as its name, then the names and values of its dimensions. */
    private List<List<String>> ownMetricsOfAlarms() {
        List<List<String>> found = new ArrayList<>();
        for (String alarm : template.resourcesOfType("AWS::CloudWatch::Alarm")) {
            Map<String, Object> properties = withMySql.properties(alarm);
            List<Object> metrics = new ArrayList<>(List.of(properties));
            list(properties.getOrDefault("Metrics", List.of())).stream()
                    .filter(query -> map(query).containsKey("MetricStat"))
                    .map(query -> map(map(query).get("MetricStat")).get("Metric"))
                    .forEach(metrics::add);
            metrics.stream()
                    .map(Template::map)
                    .filter(metric -> PublishedMetrics.NAMESPACE.equals(metric.get("Namespace")))
                    .map(MonitoringTest::nameAndDimensions)
                    .forEach(found::add);
        }
        return found;
    }

    private static List<String> nameAndDimensions(Map<String, Object> metric) {
        List<String> words = new ArrayList<>(List.of((String) metric.get("MetricName")));
        list(metric.get("Dimensions")).forEach(dimension -> {
            words.add((String) map(dimension).get("Name"));
            words.add((String) map(dimension).get("Value"));
        });
        return words;
    }

    /** A point in a widget's metric stands for the same as in the one before. */
    private List<List<String>> ownMetricsOfDashboard() throws IOException {
        List<List<String>> found = new ArrayList<>();
        for (JsonNode widget : widgets(withMySql)) {
            List<String> previous = List.of();
            for (JsonNode metric : widget.at("/properties/metrics")) {
                List<String> words = new ArrayList<>();
                for (JsonNode word : metric) {
                    if (word.isTextual()) {
                        words.add(word.asText().equals(".") ? previous.get(words.size()) : word.asText());
                    }
                }
                previous = words;
                if (words.get(0).equals(PublishedMetrics.NAMESPACE)) {
                    found.add(words.subList(1, words.size()));
                }
            }
        }
        return found;
    }

    private static JsonNode widgets(Resolver resolver) throws IOException {
        return new ObjectMapper()
                .readTree((String) resolver.properties("Dashboard").get("DashboardBody"))
                .get("widgets");
    }
}
