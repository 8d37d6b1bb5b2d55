package io.streamlab.join.deployment;

import static io.streamlab.join.deployment.Template.map;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.JobOption;
import io.streamlab.join.config.JobOptions;
import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.config.RedriveMode;
import io.streamlab.join.config.SourceConfig;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The job that the template creates: what it is told, for each version of Glue. */
class JobArgumentsTest {
    private static final String HUDI_BUNDLE = "s3://BUCKET/jars/hudi-spark3.3-bundle_2.12-0.14.0.jar";
    private static final String JOB_JAR = "s3://BUCKET/jars/glue-streaming-join.jar";

    @Test
    void argumentsAreThoseOfGlueJobParamsAndALogGroup() throws IOException {
        Map<String, Object> parameters =
                new ObjectMapper().readValue(new File("glue-job-params.json"), new TypeReference<>() {});
        Map<String, Object> expected = new TreeMap<>(map(parameters.get("DefaultArguments")));
        expected.put("--continuous-log-logGroup", "<JobLog>");

        assertThat(arguments()).containsExactlyInAnyOrderEntriesOf(texts(expected));
    }

    @Test
    void jobIsThatOfGlueJobParams() throws IOException {
        Map<String, Object> parameters =
                new ObjectMapper().readValue(new File("glue-job-params.json"), new TypeReference<>() {});
        Map<String, Object> expected = new TreeMap<>(parameters);
        expected.put("Name", "streamlab-streaming-join");
        expected.put("Role", "<streamlab-JobRoleArn>");
        expected.remove("DefaultArguments");
        Map<String, Object> job = new TreeMap<>(job());
        job.keySet().removeAll(java.util.Set.of("DefaultArguments", "Tags"));

        assertThat(withBucket(job)).isEqualTo(withBucket(expected));
    }

    @Test
    void everyOptionOfTheJobIsAnArgumentWithItsDefault() {
        Map<String, String> arguments = arguments(
                "SourceRoleArn",
                "arn:aws:iam::210987654321:role/reader",
                "SourceExternalId",
                "streamlab-17",
                "SourceRoleSessionName",
                "orders-job",
                "LookupIndex",
                "by_name",
                "HudiOptions",
                "hoodie.parquet.max.file.size=1",
                "PartitionFields",
                "region",
                "RenameColumns",
                "detail-type=detail_type,1st=first",
                "DeleteField",
                "is_gone",
                "MaxRejectedPercent",
                "5");
        Map<String, String> defaults = JobOptions.ALL.stream()
                .filter(option ->
                        option.defaultText().filter(text -> !text.isEmpty()).isPresent())
                .collect(toMap(
                        JobOption::toString, option -> option.defaultText().orElseThrow()));

        assertThat(arguments).containsAllEntriesOf(defaults);
        assertThat(arguments.keySet())
                .containsAll(JobOptions.ALL.stream()
                        .map(JobOption::toString)
                        // Of one run, which copies a table or puts records back: the job's next runs must not have
                        // them.
                        .filter(option -> !option.equals("--migrate_from")
                                // In the place of the arguments of one table: see severalReferenceTables.
                                && !option.equals("--lookup_tables")
                                && !option.startsWith("--redrive"))
                        .toList());
    }

    @Test
    void severalReferenceTablesTakeThePlaceOfOne() {
        String document = "[{\"lookup_table\": \"countries\", \"lookup_schema\": \"name string, code string\", "
                + "\"join_columns\": \"country=name\"}, {\"lookup_table\": \"regions\", "
                + "\"lookup_schema\": \"code string, capital string\", \"join_columns\": \"code=code\"}]";

        Map<String, String> arguments = arguments("LookupTables", document, "LookupIndex", "by_name");

        assertThat(arguments)
                .containsEntry("--lookup_tables", document)
                .doesNotContainKeys("--lookup_table", "--lookup_index");
        assertThat(parse(arguments).lookups()).extracting(LookupConfig::name).containsExactly("countries", "regions");
    }

    @Test
    void jobUnderstandsTheArgumentsForEveryVersionOfGlue() {
        for (Object version : Template.list(
                map(Template.read("stream-job").parameters().get("GlueVersion")).get("AllowedValues"))) {
            JobConfig config = parse(arguments("GlueVersion", (String) version));

            assertThat(config.target().path()).hasToString("s3://BUCKET/output/hudi_table/");
            assertThat(config.batch().rejectedPath()).hasToString("s3://BUCKET/rejected/");
            assertThat(config.batch().checkpointPath()).hasToString("s3://BUCKET/checkpoint/");
        }
    }

    @Test
    void glue4RunsTheBundleAndNoHudiOfItsOwn() {
        assertThat(arguments())
                .containsEntry("--extra-jars", JOB_JAR + "," + HUDI_BUNDLE)
                .doesNotContainKeys("--datalake-formats", "--hudi_options");
    }

    @Test
    void glue4RunsItsOwnHudiWhenAsked() {
        assertThat(arguments("Hudi", "native"))
                .containsEntry("--extra-jars", JOB_JAR)
                .containsEntry("--datalake-formats", "hudi")
                .doesNotContainKey("--hudi_options");
    }

    @Test
    void glue50RunsItsOwnHudi() {
        assertThat(arguments("GlueVersion", "5.0"))
                .containsEntry("--extra-jars", JOB_JAR)
                .containsEntry("--datalake-formats", "hudi")
                .doesNotContainKeys("--hudi_options", "--continuous-log-logGroup")
                .containsEntry("--custom-logGroup-prefix", "/aws-glue/jobs/streamlab-streaming-join");
    }

    /** Glue 4.0 has one group, Glue 5 makes two names of the prefix. */
    @Test
    void everyLogOfTheJobIsInAGroupThatForgets() {
        Template template = Template.read("stream-job");
        Resolver glue4 = Resolver.of(template, "LogDays", "7");
        Resolver glue5 = Resolver.of(template, "LogDays", "7", "GlueVersion", "5.0");
        String prefix = arguments("GlueVersion", "5.0").get("--custom-logGroup-prefix");

        assertThat(glue4.properties("JobLog"))
                .containsEntry("LogGroupName", "/aws-glue/jobs/streamlab-streaming-join")
                .containsEntry("RetentionInDays", "7");
        assertThat(glue5.properties("JobErrorLog"))
                .containsEntry("LogGroupName", prefix + "/error")
                .containsEntry("RetentionInDays", "7");
        assertThat(glue5.properties("JobOutputLog"))
                .containsEntry("LogGroupName", prefix + "/output")
                .containsEntry("RetentionInDays", "7");
        assertThat(glue4.exists("JobErrorLog") || glue4.exists("JobOutputLog") || glue5.exists("JobLog"))
                .isFalse();
    }

    @Test
    void glue51RunsItsOwnHudi() {
        assertThat(arguments("GlueVersion", "5.1"))
                .containsEntry("--extra-jars", JOB_JAR)
                .containsEntry("--datalake-formats", "hudi")
                .doesNotContainKey("--hudi_options");
    }

    @Test
    void ownHudiOptionsArePassedOn() {
        assertThat(parse(arguments("HudiOptions", "hoodie.cleaner.commits.retained=20"))
                        .target()
                        .hudiOptions())
                .containsOnly(Map.entry("hoodie.cleaner.commits.retained", "20"));
    }

    @Test
    void awslabsConnectorComesWithItsJar() {
        assertThat(arguments("SourceConnector", "aws-kinesis", "ConnectorJarKey", "jars/connector.jar"))
                .containsEntry("--source_connector", "aws-kinesis")
                .containsEntry("--extra-jars", JOB_JAR + "," + HUDI_BUNDLE + ",s3://BUCKET/jars/connector.jar");
    }

    @Test
    void rejectedRecordsHaveALimitOnlyWhenAsked() {
        assertThat(arguments()).doesNotContainKeys("--max_rejected_percent", "--delete_field");
        assertThat(parse(arguments("MaxRejectedPercent", "2.5")).batch().maxRejectedPercent())
                .contains(new BigDecimal("2.5"));
    }

    @Test
    void anAssumedRoleHasAnExternalIdAndASessionNameOnlyWhenAsked() {
        assertThat(arguments()).doesNotContainKeys("--source_external_id", "--source_role_session_name");
        assertThat(parse(arguments(
                                "SourceRoleArn",
                                "arn:aws:iam::210987654321:role/reader",
                                "SourceExternalId",
                                "streamlab-17",
                                "SourceRoleSessionName",
                                "orders-job"))
                        .source())
                .returns("orders-job", SourceConfig::roleSessionName)
                .returns(Optional.of("streamlab-17"), SourceConfig::externalId);
    }

    @Test
    void workersComeAndGoOnlyWhenAsked() {
        assertThat(arguments()).doesNotContainKey("--enable-auto-scaling");
        assertThat(arguments("AutoScaling", "true")).containsEntry("--enable-auto-scaling", "true");
    }

    @Test
    void runHasATimeoutOnlyWhenAsked() {
        assertThat(job()).doesNotContainKey("Timeout");
        assertThat(job("TimeoutMinutes", "90")).containsEntry("Timeout", "90");
    }

    @Test
    void redriveJobCountsWhatTheOtherJobRejects() {
        String[] parameters = {
            "SourceRoleArn", "arn:aws:iam::210987654321:role/reader", "SourceExternalId", "streamlab-17"
        };
        Map<String, Object> job =
                Resolver.of(Template.read("stream-job"), parameters).properties("RedriveJob");
        Map<String, String> arguments = withBucket(texts(map(job.get("DefaultArguments"))));
        JobConfig redrive = parse(arguments);
        JobConfig streaming = parse(arguments(parameters));

        assertThat(redrive.redrive().mode()).contains(RedriveMode.COUNT);
        assertThat(redrive.batch().rejectedPath()).isEqualTo(streaming.batch().rejectedPath());
        assertThat(redrive.source().table()).isEqualTo(streaming.source().table());
        assertThat(redrive.source().roleArn()).isEqualTo(streaming.source().roleArn());
        assertThat(redrive.source().externalId()).isEqualTo(streaming.source().externalId());
        assertThat(arguments).containsEntry("--extra-jars", JOB_JAR);
        assertThat(job)
                .containsEntry("MaxRetries", 0)
                .containsEntry("ExecutionProperty", Map.of("MaxConcurrentRuns", 1));
        assertThat(withBucket(map(job.get("Command"))))
                .containsEntry(
                        "ScriptLocation", withBucket(map(job().get("Command"))).get("ScriptLocation"));
    }

    private static JobConfig parse(Map<String, String> arguments) {
        return JobConfig.parse(arguments.entrySet().stream()
                .flatMap(argument -> Stream.of(argument.getKey(), argument.getValue()))
                .toArray(String[]::new));
    }

    private static Map<String, Object> job(String... parameters) {
        return Resolver.of(Template.read("stream-job"), parameters).properties("Job");
    }

    private static Map<String, String> arguments(String... parameters) {
        return withBucket(texts(map(job(parameters).get("DefaultArguments"))));
    }

    private static Map<String, String> texts(Map<String, Object> values) {
        return values.entrySet().stream().collect(toMap(Map.Entry::getKey, value -> String.valueOf(value.getValue())));
    }

    /** glue-job-params.json has one bucket for what the template keeps in two. */
    private static Map<String, String> withBucket(Map<String, ?> values) {
        return values.entrySet().stream().collect(toMap(Map.Entry::getKey, value -> String.valueOf(value.getValue())
                .replaceAll("<streamlab-(Artifact|Data)BucketName>", "BUCKET")));
    }
}
