package io.streamlab.join.deployment;

import static io.streamlab.join.deployment.Template.list;
import static io.streamlab.join.deployment.Template.map;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every template must keep to; what each is for, the other tests of this package hold. */
class TemplatesTest {
    /** CloudFormation's limit for a template that is sent with the request. */
    private static final int LARGEST_TEMPLATE_BYTES = 51_200;

    /** What holds records or reference data that nothing else holds. */
    private static final Set<String> DATA = Set.of("AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::Kinesis::Stream");

    /** Of the types that are used here, those that CloudFormation knows no tags for. */
    private static final Set<String> WITHOUT_TAGS = Set.of(
            "AWS::S3::BucketPolicy",
            "AWS::IAM::Policy",
            "AWS::EC2::SubnetRouteTableAssociation",
            "AWS::Glue::Database",
            "AWS::Glue::Table",
            "AWS::Athena::NamedQuery",
            "AWS::SNS::TopicPolicy",
            "AWS::SNS::Subscription");

    /** Could be tagged, and is not: a gateway endpoint costs nothing, rules and dashboards are found by their names. */
    private static final Set<String> NOT_WORTH_TAGS =
            Set.of("AWS::EC2::VPCEndpoint", "AWS::Events::Rule", "AWS::CloudWatch::Dashboard");

    /** The actions of a role for which IAM knows no resources: Service Authorization Reference, "resource types". */
    private static final Set<String> ACTIONS_WITHOUT_RESOURCE =
            Set.of("cloudwatch:PutMetricData", "dynamodb:ListTables");

    static List<Template> templates() {
        return Template.all();
    }

    @Test
    void folderHasNoOtherTemplates() throws Exception {
        try (var files = Files.list(Template.FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml")))
                    .containsExactlyInAnyOrderElementsOf(
                            Template.NAMES.stream().map(name -> name + ".yaml").toList());
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void fitsIntoARequest(Template template) throws Exception {
        assertThat(Files.size(Template.FOLDER.resolve(template + ".yaml"))).isLessThan(LARGEST_TEMPLATE_BYTES);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyParameterIsUsed(Template template) {
        Set<String> used =
                References.in(List.of(template.resources(), template.conditions(), template.outputs())).names;

        assertThat(used).containsAll(template.parameters().keySet());
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyNameThatIsReferredToExists(Template template) {
        Set<String> existing = new TreeSet<>(template.parameters().keySet());
        existing.addAll(template.resources().keySet());
        Set<String> used = References.in(template.content()).names.stream()
                .filter(name -> !name.startsWith("AWS::"))
                .collect(toSet());

        assertThat(existing).containsAll(used);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void conditionsAndMappingsAreThoseThatAreUsed(Template template) {
        References used = References.in(List.of(template.resources(), template.conditions(), template.outputs()));

        assertThat(used.conditions).isEqualTo(template.conditions().keySet());
        assertThat(used.mappings).isEqualTo(template.section("Mappings").keySet());
    }

    /** Otherwise the tests below would pass over it. */
    @ParameterizedTest
    @MethodSource("templates")
    void everyResourceIsCreatedForSomeParameters(Template template) {
        assertThat(template.resources().keySet())
                .allMatch(resource -> Resolver.withEverything(template).exists(resource)
                        || template.name().equals("stream-job")
                                && Resolver.of(template, "GlueVersion", "5.1").exists(resource));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyParameterSaysWhatItIsForAndWhichValuesItTakes(Template template) {
        template.parameters().forEach((name, parameter) -> {
            assertThat(map(parameter)).as(name).containsKeys("Description", "Default", "Type");
            assertThat(map(parameter).keySet()).as(name).containsAnyOf("AllowedValues", "AllowedPattern", "MinValue");
        });
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyDefaultIsAllowed(Template template) {
        template.parameters().forEach((name, parameter) -> {
            String value = String.valueOf(map(parameter).get("Default"));
            if (map(parameter).containsKey("AllowedPattern")) {
                assertThat(value).as(name).matches((String) map(parameter).get("AllowedPattern"));
            }
            if (map(parameter).containsKey("AllowedValues")) {
                assertThat(list(map(parameter).get("AllowedValues")).stream().map(String::valueOf))
                        .as(name)
                        .contains(value);
            }
            if (map(parameter).containsKey("MinValue")) {
                assertThat(Double.parseDouble(value))
                        .as(name)
                        .isBetween(
                                ((Number) map(parameter).get("MinValue")).doubleValue(),
                                ((Number) map(parameter).get("MaxValue")).doubleValue());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("templates")
    void consoleShowsEveryParameterInAGroup(Template template) {
        Map<String, Object> console = map(template.section("Metadata").get("AWS::CloudFormation::Interface"));
        List<Object> grouped = new ArrayList<>();
        list(console.get("ParameterGroups"))
                .forEach(group -> grouped.addAll(list(map(group).get("Parameters"))));

        assertThat(grouped)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(template.parameters().keySet());
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyOutputSaysWhatItIs(Template template) {
        template.outputs()
                .forEach((name, output) -> assertThat(map(output)).as(name).containsKey("Description"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void dataOutlivesItsStack(Template template) {
        template.resources().keySet().stream()
                .filter(resource -> DATA.contains(template.type(resource)))
                .forEach(resource -> assertThat(template.resource(resource))
                        .as(resource)
                        // Retained, unless the very creation of the stack fails.
                        .containsEntry("DeletionPolicy", "RetainExceptOnCreate")
                        .containsEntry("UpdateReplacePolicy", "Retain"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everythingThatCanBeTaggedTellsItsDeployment(Template template) {
        Resolver resolver = Resolver.withEverything(template);
        for (String resource : template.resources().keySet()) {
            String type = template.type(resource);
            if (!WITHOUT_TAGS.contains(type) && !NOT_WORTH_TAGS.contains(type)) {
                assertThat(tags(resolver.properties(resource).get("Tags")))
                        .as(resource)
                        .containsEntry("Project", "glue-streaming-join")
                        .containsEntry("Deployment", "streamlab");
            }
        }
    }

    /** Glue takes tags as a map, the others as a list of keys and values. */
    private static Map<String, Object> tags(Object tags) {
        if (tags instanceof Map) {
            return map(tags);
        }
        return tags == null
                ? Map.of()
                : list(tags).stream()
                        .map(Template::map)
                        .collect(toMap(tag -> (String) tag.get("Key"), tag -> tag.get("Value")));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void noStatementAllowsAWildcardOfActions(Template template) {
        Statement.in(template).stream().filter(Statement::allows).forEach(statement -> assertThat(statement.actions())
                .as("%s", statement)
                .isNotEmpty()
                .noneMatch(action -> action.contains("*")));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void roleMayUseAllResourcesOnlyWhereIamKnowsNone(Template template) {
        Statement.in(template).stream()
                .filter(Statement::allows)
                .filter(statement -> !statement.namesPrincipal())
                .filter(statement -> statement.resources().contains("*"))
                .forEach(statement ->
                        assertThat(ACTIONS_WITHOUT_RESOURCE).as("%s", statement).containsAll(statement.actions()));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyStatementSaysWhatItIsFor(Template template) {
        Statement.in(template).stream()
                .filter(statement ->
                        !statement.actions().equals(Set.of("sts:AssumeRole")) || !statement.namesPrincipal())
                .forEach(statement ->
                        assertThat(statement.fields()).as("%s", statement).containsKey("Sid"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void noPasswordIsWrittenDownOrAskedFor(Template template) {
        template.parameters()
                .forEach((name, parameter) ->
                        assertThat(name).doesNotContainIgnoringCase("password").doesNotContainIgnoringCase("secret"));
        Resolver resolver = Resolver.withEverything(template);
        for (String resource : template.resources().keySet()) {
            resolver.properties(resource).forEach((property, value) -> {
                if (property.toLowerCase(Locale.ROOT).endsWith("password") && value instanceof String) {
                    assertThat((String) value).as("%s.%s", resource, property).startsWith("{{resolve:secretsmanager:");
                }
            });
        }
    }
}
