package io.streamlab.join.deployment;

import static io.streamlab.join.deployment.Template.list;
import static io.streamlab.join.deployment.Template.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How the four templates fit together. */
class StacksTest {
    /** S3's limit, and of the names of regions those that are longest. */
    private static final int LONGEST_BUCKET_NAME = 63;

    private static final String LONGEST_REGION = "ap-southeast-2";

    @Test
    void everyImportIsAnExportOfAnEarlierStack() {
        Set<String> exported = new TreeSet<>();
        for (Template template : Template.all()) {
            assertThat(exported).as("exports before %s", template).containsAll(imports(template));
            exported.addAll(exports(template));
        }
    }

    /** An export that is imported can never change again, so there are none without need. */
    @Test
    void everyExportIsImported() {
        Set<String> imported = new TreeSet<>();
        Template.all().forEach(template -> imported.addAll(imports(template)));

        Template.all()
                .forEach(template -> assertThat(imported).as("%s", template).containsAll(exports(template)));
    }

    @Test
    void parameterOfSeveralTemplatesMeansTheSameInEach() {
        Map<String, Map<String, Object>> seen = new HashMap<>();
        for (Template template : Template.all()) {
            template.parameters().forEach((name, parameter) -> {
                Map<String, Object> rules = new TreeMap<>(map(parameter));
                rules.remove("Description");
                assertThat(rules).as("%s of %s", name, template).isEqualTo(seen.getOrDefault(name, rules));
                seen.put(name, rules);
            });
        }
    }

    @Test
    void longestPrefixStillMakesNamesOfBuckets() {
        String prefix = "a".repeat(20);
        Template template = Template.read("storage-and-roles");
        assertThat(prefix)
                .matches((String) map(template.parameters().get("Prefix")).get("AllowedPattern"));

        for (String bucket : template.resourcesOfType("AWS::S3::Bucket")) {
            String name = (String)
                    Resolver.of(template, "Prefix", prefix).properties(bucket).get("BucketName");
            assertThat(name.replace("us-east-1", LONGEST_REGION)).hasSizeLessThanOrEqualTo(LONGEST_BUCKET_NAME);
        }
    }

    @Test
    void namesThatStacksTellEachOtherAreThoseOfTheResources() {
        Resolver streamJob = Resolver.of(Template.read("stream-job"), "Prefix", "demo");
        Resolver monitoring = Resolver.withEverything(Template.read("monitoring"));

        assertThat(streamJob.output("JobName"))
                .isEqualTo("demo-streaming-join")
                .isEqualTo(streamJob.properties("Job").get("Name"));
        assertThat(streamJob.output("WorkgroupName"))
                .isEqualTo(streamJob.properties("QueryWorkgroup").get("Name"));
        assertThat(monitoring.properties("DriverHeapAlarm").toString())
                .contains("{Name=JobName, Value=streamlab-streaming-join}");
        Resolver referenceData = Resolver.of(Template.read("reference-data"));
        assertThat(monitoring.properties("ReplicationLagAlarm").toString())
                .contains("{Name=ReplicationInstanceIdentifier, Value="
                        + referenceData.properties("ReplicationInstance").get("ReplicationInstanceIdentifier") + "}")
                .contains("{Name=ReplicationTaskIdentifier, Value=EXAMPLE}");
    }

    private static Set<String> exports(Template template) {
        Set<String> names = new TreeSet<>();
        template.outputs().values().forEach(output -> {
            Object export = map(output).get("Export");
            if (export != null) {
                names.add((String) map(map(export).get("Name")).get("Fn::Sub"));
            }
        });
        return names;
    }

    private static Set<String> imports(Template template) {
        Set<String> names = new TreeSet<>();
        collectImports(template.content(), names);
        return names;
    }

    private static void collectImports(Object part, Set<String> names) {
        if (part instanceof List) {
            list(part).forEach(element -> collectImports(element, names));
        } else if (part instanceof Map) {
            map(part).forEach((key, value) -> {
                if (key.equals("Fn::ImportValue")) {
                    names.add((String) map(value).get("Fn::Sub"));
                }
                collectImports(value, names);
            });
        }
    }
}
