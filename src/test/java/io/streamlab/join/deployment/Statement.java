package io.streamlab.join.deployment;

import static io.streamlab.join.deployment.Template.list;
import static io.streamlab.join.deployment.Template.map;
import static io.streamlab.join.deployment.Template.oneOrMany;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One statement of a policy.
 *
 * @param place template and resource, for messages
 * @param fields Effect, Action and so on, resolved
 */
record Statement(String place, Map<String, Object> fields) {
    /** Those of every resource of the template. */
    static List<Statement> in(Template template) {
        return in(template, Resolver.withEverything(template));
    }

    /** Those of every resource of the template with these parameters. */
    static List<Statement> in(Template template, Resolver resolver) {
        List<Statement> found = new ArrayList<>();
        for (String resource : template.resources().keySet()) {
            collect(template + " " + resource, resolver.properties(resource), found);
        }
        return found;
    }

    private static void collect(String place, Object part, List<Statement> found) {
        if (part instanceof List) {
            list(part).forEach(element -> collect(place, element, found));
        } else if (part instanceof Map) {
            if (map(part).containsKey("Effect")) {
                found.add(new Statement(place, map(part)));
            } else {
                map(part).values().forEach(value -> collect(place, value, found));
            }
        }
    }

    boolean allows() {
        return "Allow".equals(fields.get("Effect"));
    }

    /** Whether it belongs to a resource and says who may use it, rather than what a role may use. */
    boolean namesPrincipal() {
        return fields.containsKey("Principal");
    }

    Set<String> actions() {
        return texts("Action");
    }

    /** ARNs, or {@code *}. */
    Set<String> resources() {
        return texts("Resource");
    }

    private Set<String> texts(String field) {
        Set<String> texts = new TreeSet<>();
        if (fields.containsKey(field)) {
            oneOrMany(fields.get(field)).forEach(text -> texts.add((String) text));
        }
        return texts;
    }

    @Override
    public String toString() {
        return place + " " + fields.getOrDefault("Sid", "(no Sid)");
    }
}
