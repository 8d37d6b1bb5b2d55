package io.streamlab.local.replicator.mapping;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The value that an attribute mapping writes: a scalar, or a document of scalars. */
sealed interface AttributeTemplate {

    /** Returns the columns whose values the template uses. */
    Set<String> columns();

    /**
     * Returns the attribute's value for a row.
     *
     * @return empty if every column is NULL
     * @throws RejectedRowException if the text is not a value of the attribute's type
     */
    Optional<AttributeValue> fill(Row row) throws RejectedRowException;

    /** The type of a scalar attribute. */
    enum ScalarType {
        STRING,
        NUMBER,
        BOOLEAN
    }

    record Scalar(ScalarType type, TextTemplate text) implements AttributeTemplate {

        @Override
        public Set<String> columns() {
            return text.columns();
        }

        @Override
        public Optional<AttributeValue> fill(Row row) throws RejectedRowException {
            Optional<String> filled = text.fill(row);
            return filled.isEmpty() ? Optional.empty() : Optional.of(attribute(filled.get()));
        }

        private AttributeValue attribute(String value) throws RejectedRowException {
            return switch (type) {
                case STRING -> AttributeValue.fromS(value);
                case NUMBER -> DynamoDbNumber.attribute(number(value));
                case BOOLEAN -> AttributeValue.fromBool(truth(value));
            };
        }

        private static BigDecimal number(String value) throws RejectedRowException {
            try {
                return new BigDecimal(value);
            } catch (NumberFormatException e) {
                throw new RejectedRowException("'" + value + "' is not a number");
            }
        }

        private static boolean truth(String value) throws RejectedRowException {
            return switch (value) {
                case "true", "1" -> true;
                case "false", "0" -> false;
                default -> throw new RejectedRowException("'" + value + "' is not true, false, 1 or 0");
            };
        }
    }

    /** A map; a member without a value is left out. */
    record Members(Map<String, AttributeTemplate> members) implements AttributeTemplate {

        @Override
        public Set<String> columns() {
            return columnsOf(members.values());
        }

        @Override
        public Optional<AttributeValue> fill(Row row) throws RejectedRowException {
            Map<String, AttributeValue> filled = new LinkedHashMap<>();
            for (Map.Entry<String, AttributeTemplate> member : members.entrySet()) {
                Optional<AttributeValue> value = member.getValue().fill(row);
                if (value.isPresent()) {
                    filled.put(member.getKey(), value.get());
                }
            }
            return filled.isEmpty() ? Optional.empty() : Optional.of(AttributeValue.fromM(filled));
        }
    }

    /** A list; an element without a value is left out. */
    record Elements(List<AttributeTemplate> elements) implements AttributeTemplate {

        @Override
        public Set<String> columns() {
            return columnsOf(elements);
        }

        @Override
        public Optional<AttributeValue> fill(Row row) throws RejectedRowException {
            List<AttributeValue> filled = new ArrayList<>();
            for (AttributeTemplate element : elements) {
                element.fill(row).ifPresent(filled::add);
            }
            return filled.isEmpty() ? Optional.empty() : Optional.of(AttributeValue.fromL(filled));
        }
    }

    private static Set<String> columnsOf(Iterable<AttributeTemplate> templates) {
        Set<String> columns = new LinkedHashSet<>();
        templates.forEach(template -> columns.addAll(template.columns()));
        return columns;
    }
}
