package io.streamlab.join.deployment;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A CloudFormation template of this project, with its functions in their long form: {@code !Sub x} is read as the map
 * {@code Fn::Sub: x}.
 *
 * @param name the file's name without its ending
 * @param content maps, lists, texts, numbers and booleans
 */
record Template(String name, Map<String, Object> content) {
    static final Path FOLDER = Path.of("cloudformation");

    /** In the order in which the stacks are created. */
    static final List<String> NAMES = List.of("storage-and-roles", "reference-data", "stream-job", "monitoring");

    static List<Template> all() {
        return NAMES.stream().map(Template::read).toList();
    }

    static Template read(String name) {
        Path file = FOLDER.resolve(name + ".yaml");
        try (Reader reader = Files.newBufferedReader(file)) {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            return new Template(name, map(new Yaml(new ShortForms(options)).load(reader)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    Map<String, Object> parameters() {
        return section("Parameters");
    }

    Map<String, Object> conditions() {
        return section("Conditions");
    }

    Map<String, Object> resources() {
        return section("Resources");
    }

    Map<String, Object> outputs() {
        return section("Outputs");
    }

    Map<String, Object> section(String name) {
        return map(content.getOrDefault(name, Map.of()));
    }

    Map<String, Object> resource(String logicalName) {
        return map(Objects.requireNonNull(resources().get(logicalName), logicalName));
    }

    String type(String logicalName) {
        return (String) resource(logicalName).get("Type");
    }

    Map<String, Object> properties(String logicalName) {
        return map(resource(logicalName).getOrDefault("Properties", Map.of()));
    }

    Set<String> resourcesOfType(String type) {
        return resources().keySet().stream()
                .filter(resource -> type(resource).equals(type))
                .collect(toCollection(TreeSet::new));
    }

    @Override
    public String toString() {
        return name;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    /** Where a template may have one value or a list of them. */
    static List<Object> oneOrMany(Object value) {
        return value instanceof List ? list(value) : List.of(value);
    }

    /** Reads {@code !Name value} as {@code Fn::Name: value}. */
    private static final class ShortForms extends SafeConstructor {
        ShortForms(LoaderOptions options) {
            super(options);
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    String function = node.getTag().getValue().substring(1);
                    return Map.of(longForm(function), argument(function, node));
                }
            });
        }

        private static String longForm(String function) {
            return Set.of("Ref", "Condition").contains(function) ? function : "Fn::" + function;
        }

        private Object argument(String function, Node node) {
            if (node instanceof ScalarNode scalar) {
                return function.equals("GetAtt") ? List.of(scalar.getValue().split("\\.", 2)) : scalar.getValue();
            }
            return node instanceof SequenceNode sequence
                    ? constructSequence(sequence)
                    : constructMapping((MappingNode) node);
        }
    }
}
