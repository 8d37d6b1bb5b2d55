package io.streamlab.join.deployment;

import static io.streamlab.join.deployment.Template.list;
import static io.streamlab.join.deployment.Template.map;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a part of a template refers to by name. */
final class References {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^!}][^}]*)}");

    /** Parameters and resources. */
    final Set<String> names = new TreeSet<>();

    final Set<String> conditions = new TreeSet<>();
    final Set<String> mappings = new TreeSet<>();

    private References() {}

    static References in(Object part) {
        References references = new References();
        references.collect(part);
        return references;
    }

    private void collect(Object part) {
        if (part instanceof List) {
            list(part).forEach(this::collect);
        } else if (part instanceof Map) {
            map(part).forEach(this::collect);
        }
    }

    private void collect(String key, Object value) {
        switch (key) {
            case "Ref" -> names.add((String) value);
            case "Fn::GetAtt" -> names.add((String) list(value).get(0));
            case "Fn::Sub" -> collectSubstitution(value);
            case "Fn::If" -> {
                conditions.add((String) list(value).get(0));
                collect(value);
            }
            case "Fn::FindInMap" -> {
                mappings.add((String) list(value).get(0));
                collect(value);
            }
            case "Condition" -> collectCondition(value);
            case "DependsOn" -> Template.oneOrMany(value).forEach(name -> names.add((String) name));
            default -> collect(value);
        }
    }

    /** A resource's condition is a name; a policy's is a map. */
    private void collectCondition(Object value) {
        if (value instanceof String name) {
            conditions.add(name);
        } else {
            collect(value);
        }
    }

    private void collectSubstitution(Object value) {
        String text = (String) (value instanceof List ? list(value).get(0) : value);
        Set<String> own = value instanceof List ? map(list(value).get(1)).keySet() : Set.of();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            String name = placeholder.group(1).split("\\.", 2)[0];
            if (!own.contains(name)) {
                names.add(name);
            }
        }
        if (value instanceof List) {
            collect(list(value).get(1));
        }
    }
}
