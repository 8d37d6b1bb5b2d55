package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Snapshots of the example's reference table, for tests of other packages. */
public final class References {
    private References() {}

    /** Returns what a scan finds in a table with these countries, whose code is the first two letters of their name. */
    public static ReferenceSnapshot of(LookupConfig lookup, String... countries) {
        return scan(lookup, Arrays.stream(countries).map(References::item).toList());
    }

    /** Returns what a scan finds in a table with these countries, whose combined names are given. */
    public static ReferenceSnapshot of(LookupConfig lookup, Map<String, String> combinedNames) {
        return scan(
                lookup,
                combinedNames.entrySet().stream()
                        .map(item -> Map.of(
                                "countryname", AttributeValue.fromS(item.getKey()),
                                "combinedname", AttributeValue.fromS(item.getValue())))
                        .toList());
    }

    /** Returns the same, with an attribute {@code labels}: a list of the country, NULL and an empty text. */
    public static ReferenceSnapshot withLabels(LookupConfig lookup, List<String> countries) {
        return scan(
                lookup,
                countries.stream()
                        .map(country -> {
                            Map<String, AttributeValue> item = new HashMap<>(item(country));
                            item.put(
                                    "labels",
                                    AttributeValue.fromL(List.of(
                                            AttributeValue.fromS(country),
                                            AttributeValue.fromNul(true),
                                            AttributeValue.fromS(""))));
                            return item;
                        })
                        .toList());
    }

    /** Returns what a scan finds in a table with these items, whose attributes are texts. */
    public static ReferenceSnapshot ofItems(LookupConfig lookup, List<Map<String, String>> items) {
        return scan(
                lookup,
                items.stream()
                        .map(item -> {
                            Map<String, AttributeValue> attributes = new HashMap<>();
                            item.forEach((name, value) -> attributes.put(name, AttributeValue.fromS(value)));
                            return attributes;
                        })
                        .toList());
    }

    private static ReferenceSnapshot scan(LookupConfig lookup, List<? extends Map<String, AttributeValue>> items) {
        RecordingDynamoDb dynamoDb = new RecordingDynamoDb().page(0, List.copyOf(items));
        try (ReferenceTable table = new ReferenceTable(dynamoDb, lookup)) {
            return table.scan();
        }
    }

    private static Map<String, AttributeValue> item(String country) {
        String code = country.substring(0, 2);
        return Map.of(
                "countryname", AttributeValue.fromS(country),
                "code", AttributeValue.fromS(code),
                "combinedname", AttributeValue.fromS(code + "-" + country));
    }
}
