package io.streamlab.local.replicator.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Text with columns in it: {@code ${FirstName},${LastName}}. Nothing is formatted, as the DMS guide says. */
final class TextTemplate {

    private record Part(String text, boolean isColumn) {}

    private final List<Part> parts;

    private TextTemplate(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if a placeholder is not closed or names no column
     */
    static TextTemplate parse(String text) {
        List<Part> parts = new ArrayList<>();
        int position = 0;
        while (position < text.length()) {
            int start = text.indexOf("${", position);
            if (start < 0) {
                parts.add(new Part(text.substring(position), false));
                break;
            }
            int end = text.indexOf('}', start);
            if (end < 0) {
                throw new IllegalArgumentException("'" + text + "' has a '${' without a '}'");
            }
            if (end == start + 2) {
                throw new IllegalArgumentException("'" + text + "' has a '${}' that names no column");
            }
            if (start > position) {
                parts.add(new Part(text.substring(position, start), false));
            }
            parts.add(new Part(text.substring(start + 2, end), true));
            position = end + 1;
        }
        return new TextTemplate(parts);
    }

    Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part.isColumn()) {
                columns.add(part.text());
            }
        }
        return columns;
    }

    /**
     * Returns the text for a row. A NULL counts as no text.
     *
     * @return empty if the template has columns and all of them are NULL
     */
    Optional<String> fill(Row row) {
        boolean hasValue = columns().isEmpty();
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part.isColumn()) {
                Optional<ColumnValue> value = row.value(part.text());
                hasValue |= value.isPresent();
                text.append(value.map(ColumnValue::asText).orElse(""));
            } else {
                text.append(part.text());
            }
        }
        return hasValue ? Optional.of(text.toString()) : Optional.empty();
    }
}
