package io.streamlab.join.config;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.JobCommand;

/** Holds glue-job-params.json against the option table and against the request that it is the input of. */
class GlueJobParametersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What Glue reads itself; the values are told by its developer guide. */
    private static final Map<String, String> FOR_GLUE = new TreeMap<>(Map.ofEntries(
            Map.entry("--job-language", "scala"),
            Map.entry("--class", "GlueStreamingJoin"),
            Map.entry(
                    "--extra-jars",
                    "s3://BUCKET/jars/glue-streaming-join.jar,s3://BUCKET/jars/hudi-spark3.3-bundle_2.12-0.14.0.jar"),
            Map.entry(
                    "--conf",
                    "spark.serializer=org.apache.spark.serializer.KryoSerializer "
                            + "--conf spark.sql.hive.convertMetastoreParquet=false"),
            Map.entry("--enable-glue-datacatalog", "true"),
            Map.entry("--TempDir", "s3://BUCKET/temporary/"),
            Map.entry("--enable-metrics", "true"),
            Map.entry("--enable-observability-metrics", "true"),
            Map.entry("--enable-continuous-cloudwatch-log", "true"),
            Map.entry("--enable-continuous-log-filter", "true"),
            Map.entry("--enable-spark-ui", "true"),
            Map.entry("--spark-event-logs-path", "s3://BUCKET/sparkHistoryLogs/")));

    private static final Map<String, String> PATHS = Map.of(
            "--target_path", "s3://BUCKET/output/hudi_table/",
            "--rejected_path", "s3://BUCKET/rejected/",
            "--checkpoint_path", "s3://BUCKET/checkpoint/");

    private final JsonNode job = read();
    private final Map<String, String> arguments =
            JSON.convertValue(job.get("DefaultArguments"), new TypeReference<Map<String, String>>() {});

    @Test
    void argumentsAreTheOptionTableAndGluesOwn() {
        Map<String, String> expected = new TreeMap<>(FOR_GLUE);
        expected.putAll(PATHS);
        expected.putAll(JobOptions.ALL.stream()
                // An empty argument may not reach a Glue job; without it the empty default holds.
                .filter(option ->
                        option.defaultText().filter(text -> !text.isEmpty()).isPresent())
                .collect(toMap(
                        JobOption::toString, option -> option.defaultText().orElseThrow())));

        assertThat(arguments).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void everyRequiredOptionHasAnExamplePath() {
        assertThat(JobOptions.ALL.stream().filter(JobOption::isRequired).map(JobOption::toString))
                .containsExactlyInAnyOrderElementsOf(PATHS.keySet());
    }

    @Test
    void jobUnderstandsTheArgumentsAsTheExample() {
        JobConfig config = JobConfig.parse(arguments.entrySet().stream()
                .flatMap(argument -> Stream.of(argument.getKey(), argument.getValue()))
                .toArray(String[]::new));

        assertThat(config.target().recordKey()).containsExactly("uuid");
        assertThat(config.batch().checkpointPath()).hasToString("s3://BUCKET/checkpoint/");
    }

    @Test
    void jobIsAStreamingJobOfGlue4() {
        assertThat(job.at("/Command/Name").asText()).isEqualTo("gluestreaming");
        assertThat(job.at("/Command/ScriptLocation").asText()).isEqualTo("s3://BUCKET/scripts/GlueStreamingJoin.scala");
        assertThat(job.get("GlueVersion").asText()).isEqualTo("4.0");
        assertThat(job.get("WorkerType").asText()).isEqualTo("G.1X");
        assertThat(job.get("NumberOfWorkers").asInt()).isEqualTo(3);
        // Two runs would write the same table from the same checkpoint.
        assertThat(job.at("/ExecutionProperty/MaxConcurrentRuns").asInt()).isEqualTo(1);
    }

    @Test
    void everyFieldIsOneOfTheCreateJobRequest() {
        assertThat(fieldNames(job))
                .isSubsetOf(fieldNames(CreateJobRequest.builder().build().sdkFields()))
                .contains("Name", "Role", "Command");
        assertThat(fieldNames(job.get("Command")))
                .isSubsetOf(fieldNames(JobCommand.builder().build().sdkFields()));
    }

    private static Set<String> fieldNames(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> fieldNames(List<SdkField<?>> fields) {
        return fields.stream().map(SdkField::locationName).collect(toCollection(TreeSet::new));
    }

    private static JsonNode read() {
        try {
            return JSON.readTree(new File("glue-job-params.json"));
        } catch (IOException e) {
            throw new IllegalStateException("glue-job-params.json cannot be read", e);
        }
    }
}
