package io.streamlab.local.replicator.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of one JSON object, read strictly. What is missing, of the wrong type or unknown is added to the problems with
 * the place where it stands; reading goes on with an empty value, so that later problems are found as well.
 */
final class JsonFields {

    private final String place;
    private final String path;
    private final JsonNode object;
    private final Problems problems;

    private JsonFields(String place, String path, JsonNode object, Problems problems) {
        this.place = place;
        this.path = path;
        this.object = object;
        this.problems = problems;
    }

    /** @param place what the problems begin with, for instance {@code rule-id 2} */
    static JsonFields of(String place, JsonNode node, Problems problems) {
        return child(place, "", node, problems);
    }

    String text(String field) {
        return optionalText(field).orElseGet(() -> {
            reportIfMissing(field);
            return "";
        });
    }

    Optional<String> optionalText(String field) {
        JsonNode node = object.path(field);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isTextual() || node.textValue().isEmpty()) {
            problem(field, "must be text that is not empty, but is " + node);
            return Optional.empty();
        }
        return Optional.of(node.textValue());
    }

    /** The text of a field that must be one of some words. @return empty text if it is not */
    String oneOf(String field, List<String> words) {
        String word = text(field);
        if (word.isEmpty() || words.contains(word)) {
            return word;
        }
        problem(field, "is '" + word + "'; supported: " + String.join(", ", words));
        return "";
    }

    JsonFields object(String field) {
        reportIfMissing(field);
        return child(place, path + field + ".", object.path(field), problems);
    }

    List<JsonFields> objects(String field) {
        List<JsonFields> children = new ArrayList<>();
        for (JsonNode element : array(field)) {
            children.add(child(place, path + field + "[" + children.size() + "].", element, problems));
        }
        return children;
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(field)) {
            if (element.isTextual()) {
                texts.add(element.textValue());
            } else {
                problem(field, "must be a list of texts, but has " + element);
            }
        }
        return texts;
    }

    JsonNode node(String field) {
        return object.path(field);
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    void refuseOthersThan(String... known) {
        Set<String> unknown = names();
        unknown.removeAll(Set.of(known));
        for (String field : unknown) {
            problem(field, "is not supported here; supported: " + String.join(", ", known));
        }
    }

    void problem(String field, String message) {
        problems.add(place + ": " + path + field + " " + message);
    }

    /** Not if the object itself is missing: that has been reported. */
    private void reportIfMissing(String field) {
        if (object.isObject() && !object.has(field)) {
            problem(field, "is missing");
        }
    }

    private JsonNode array(String field) {
        JsonNode node = object.path(field);
        if (!node.isMissingNode() && !node.isArray()) {
            problem(field, "must be a list, but is " + node);
            return MissingNode.getInstance();
        }
        return node;
    }

    private static JsonFields child(String place, String path, JsonNode node, Problems problems) {
        if (!node.isMissingNode() && !node.isObject()) {
            String name = path.isEmpty() ? "the rule" : path.substring(0, path.length() - 1);
            problems.add(place + ": " + name + " must be an object, but is " + node);
            return new JsonFields(place, path, MissingNode.getInstance(), problems);
        }
        return new JsonFields(place, path, node, problems);
    }
}
