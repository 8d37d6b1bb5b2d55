package io.streamlab.join.deployment;

import static io.streamlab.join.deployment.Template.list;
import static io.streamlab.join.deployment.Template.map;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves what a template says as CloudFormation would: parameters, conditions and functions. What only AWS knows becomes
 * a text that names it: a resource is {@code <its logical name>}, an attribute {@code <name.attribute>}, an import
 * {@code <the export's name>}.
 */
final class Resolver {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]+)}");

    /** Stands for AWS::NoValue until the key or the element that has it is left out. */
    private static final Object NO_VALUE = new Object();

    private final Template template;
    private final Map<String, String> values;

    private Resolver(Template template, Map<String, String> values) {
        this.template = template;
        this.values = values;
    }

    /** @param parameters what differs from the template's defaults, as key, value, key, value ... */
    static Resolver of(Template template, String... parameters) {
        Map<String, String> values = new HashMap<>(Map.of(
                "AWS::AccountId", "123456789012",
                "AWS::Partition", "aws",
                "AWS::Region", "us-east-1",
                "AWS::URLSuffix", "amazonaws.com"));
        template.parameters().forEach((name, parameter) -> {
            Object defaultValue = map(parameter).get("Default");
            if (defaultValue != null) {
                values.put(name, String.valueOf(defaultValue));
            }
        });
        for (int i = 0; i < parameters.length; i += 2) {
            if (!template.parameters().containsKey(parameters[i])) {
                throw new IllegalArgumentException(template + " has no parameter " + parameters[i]);
            }
            values.put(parameters[i], parameters[i + 1]);
        }
        return new Resolver(template, values);
    }

    /** With parameters for which the template creates all that it can create. */
    static Resolver withEverything(Template template) {
        return switch (template.name()) {
            case "stream-job" ->
                of(
                        template,
                        "SourceRoleArn",
                        "arn:aws:iam::210987654321:role/reader",
                        "KmsKeyArns",
                        "arn:aws:kms:us-east-1:123456789012:key/stream,arn:aws:kms:us-east-1:123456789012:key/table");
            case "monitoring" ->
                of(
                        template,
                        "ReplicationTaskArn",
                        "arn:aws:dms:us-east-1:123456789012:task:EXAMPLE",
                        "AlarmEmail",
                        "operator@example.com");
            case "storage-and-roles" ->
                of(template, "PermissionsBoundary", "arn:aws:iam::123456789012:policy/boundary");
            default -> of(template);
        };
    }

    /** The properties of a resource, with nothing left to resolve. */
    Map<String, Object> properties(String logicalName) {
        return map(resolve(template.properties(logicalName)));
    }

    Object output(String name) {
        return resolve(map(template.outputs().get(name)).get("Value"));
    }

    boolean exists(String logicalName) {
        Object condition = template.resource(logicalName).get("Condition");
        return condition == null || holds((String) condition);
    }

    Object resolve(Object value) {
        if (value instanceof List) {
            List<Object> resolved = new ArrayList<>();
            for (Object element : list(value)) {
                addUnlessNoValue(resolved, resolve(element));
            }
            return resolved;
        }
        if (!(value instanceof Map)) {
            return value;
        }
        Map<String, Object> fields = map(value);
        if (fields.size() == 1) {
            Map.Entry<String, Object> only = fields.entrySet().iterator().next();
            if (only.getKey().startsWith("Fn::") || only.getKey().equals("Ref")) {
                return call(only.getKey(), only.getValue());
            }
        }
        Map<String, Object> resolved = new LinkedHashMap<>();
        fields.forEach((key, field) -> {
            Object result = resolve(field);
            if (result != NO_VALUE) {
                resolved.put(key, result);
            }
        });
        return resolved;
    }

    private static void addUnlessNoValue(List<Object> target, Object value) {
        if (value != NO_VALUE) {
            target.add(value);
        }
    }

    private Object call(String function, Object argument) {
        return switch (function) {
            case "Ref" -> reference((String) argument);
            case "Fn::GetAtt" ->
                "<" + list(argument).stream().map(String::valueOf).collect(joining(".")) + ">";
            case "Fn::ImportValue" -> "<" + resolve(argument) + ">";
            case "Fn::GetAZs" -> List.of("us-east-1a", "us-east-1b", "us-east-1c");
            case "Fn::Sub" -> substitute(argument);
            case "Fn::If" ->
                resolve(list(argument).get(holds((String) list(argument).get(0)) ? 1 : 2));
            case "Fn::Select" ->
                list(resolve(list(argument).get(1)))
                        .get(Integer.parseInt(String.valueOf(list(argument).get(0))));
            case "Fn::Split" ->
                Arrays.asList(text(list(argument).get(1))
                        .split(Pattern.quote((String) list(argument).get(0))));
            case "Fn::FindInMap" -> findInMap(list(argument));
            default -> throw new IllegalArgumentException(template + " uses " + function + ", which is not known here");
        };
    }

    private Object reference(String name) {
        if (name.equals("AWS::NoValue")) {
            return NO_VALUE;
        }
        if (values.containsKey(name)) {
            return values.get(name);
        }
        if (template.resources().containsKey(name)) {
            return "<" + name + ">";
        }
        throw new IllegalArgumentException(template + " refers to " + name + ", which has no value");
    }

    private String substitute(Object argument) {
        String text = (String) (argument instanceof List ? list(argument).get(0) : argument);
        Map<String, Object> own = argument instanceof List ? map(list(argument).get(1)) : Map.of();
        return PLACEHOLDER.matcher(text).replaceAll(placeholder -> {
            String name = placeholder.group(2);
            boolean literal = !placeholder.group(1).isEmpty();
            return Matcher.quoteReplacement(
                    literal ? "${" + name + "}" : own.containsKey(name) ? text(own.get(name)) : placeholderValue(name));
        });
    }

    private String placeholderValue(String name) {
        return name.contains(".") ? "<" + name + ">" : String.valueOf(reference(name));
    }

    private Object findInMap(List<Object> path) {
        Map<String, Object> firstLevel = map(template.section("Mappings").get((String) path.get(0)));
        return map(firstLevel.get(text(path.get(1)))).get(text(path.get(2)));
    }

    private String text(Object value) {
        return String.valueOf(resolve(value));
    }

    private boolean holds(String condition) {
        return holds(map(template.conditions().get(condition)));
    }

    private boolean holds(Map<String, Object> expression) {
        Map.Entry<String, Object> only = expression.entrySet().iterator().next();
        return switch (only.getKey()) {
            case "Condition" -> holds((String) only.getValue());
            case "Fn::Equals" ->
                text(list(only.getValue()).get(0))
                        .equals(text(list(only.getValue()).get(1)));
            case "Fn::Not" -> !holds(map(list(only.getValue()).get(0)));
            case "Fn::Or" -> list(only.getValue()).stream().anyMatch(part -> holds(map(part)));
            case "Fn::And" -> list(only.getValue()).stream().allMatch(part -> holds(map(part)));
            default -> throw new IllegalArgumentException(template + " has a condition with " + only.getKey());
        };
    }
}
