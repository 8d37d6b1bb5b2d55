package io.streamlab.local.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderGeneratorTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @Test
    void theSameSeedMakesTheSameRecords() {
        List<GeneratedRecord> first = generate(7, 10, 300);
        List<GeneratedRecord> second = generate(7, 10, 300);

        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i).payload()).isEqualTo(first.get(i).payload());
            assertThat(second.get(i).order()).isEqualTo(first.get(i).order());
            assertThat(second.get(i).malformation()).isEqualTo(first.get(i).malformation());
        }
    }

    @Test
    void aSeedMeansTheSameRecordOnEveryJdk() {
        assertThat(text(generate(42, 0, 1).get(0)))
                .isEqualTo("{\"uuid\":429568,\"country\":\"United Kingdom\",\"itemtype\":\"Household\","
                        + "\"saleschannel\":\"Fruits\",\"orderpriority\":\"L\",\"orderdate\":\"5/7/15\","
                        + "\"region\":\"Asia\",\"shipdate\":\"10/19/14\",\"unitssold\":\"2882\",\"unitprice\":\"56.67\","
                        + "\"unitcost\":\"97.44\",\"totalrevenue\":\"1253749.86\",\"totalcost\":\"47559.68\","
                        + "\"totalprofit\":\"463186.08\",\"impressiontime\":\"2022-10-24T02:27:41Z\"}");
    }

    @Test
    void anotherSeedMakesOtherRecords() {
        assertThat(generate(1, 0, 100))
                .extracting(GeneratedRecord::order)
                .isNotEqualTo(
                        generate(2, 0, 100).stream().map(GeneratedRecord::order).toList());
    }

    @Test
    void aValidPayloadHasTheFifteenFieldsInTheOrderOfTheSourceTable() throws IOException {
        JsonNode json = MAPPER.readTree(generate(1, 0, 1).get(0).payload());

        assertThat(json.fieldNames()).toIterable().containsExactlyElementsOf(OrderColumns.ALL);
    }

    @Test
    void theKeyIsANumberAndAllElseAreStrings() throws IOException {
        for (GeneratedRecord record : generate(3, 0, 200)) {
            JsonNode json = MAPPER.readTree(record.payload());

            assertThat(json.get("uuid").isInt()).isTrue();
            assertThat(json.get("uuid").intValue()).isBetween(0, 1_000_000);
            json.properties().forEach(field -> {
                if (!field.getKey().equals("uuid")) {
                    assertThat(field.getValue().isTextual()).as(field.getKey()).isTrue();
                }
            });
        }
    }

    @Test
    void everyValueOfTheListsOccurs() {
        List<Order> orders =
                generate(5, 0, 5_000).stream().map(GeneratedRecord::order).toList();

        assertThat(orders).extracting(Order::country).containsAll(ExampleValues.COUNTRIES);
        assertThat(orders).extracting(Order::region).contains("Asia", "Europe", "Americas", "Middle Eastern", "Africa");
        assertThat(orders).extracting(Order::impressionTime).containsAll(ExampleValues.IMPRESSION_TIMES);
        assertThat(orders).extracting(Order::orderDate).containsAll(ExampleValues.DATES);
        assertThat(orders).extracting(Order::totalProfit).containsAll(ExampleValues.TOTAL_PROFITS);
    }

    @Test
    void whatIsKnownOfARecordIsWhatItsPayloadSays() throws IOException {
        for (GeneratedRecord record : generate(9, 0, 200)) {
            JsonNode json = MAPPER.readTree(record.payload());

            assertThat(json.get("uuid").asText()).isEqualTo(record.key());
            assertThat(json.get("country").asText()).isEqualTo(record.order().country());
            assertThat(json.get("orderdate").asText()).isEqualTo(record.order().orderDate());
            assertThat(record.isValid()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "2, 20", "2.5, 25", "33, 330", "100, 1000"})
    void theMalformedShareIsExact(double percent, int expected) {
        assertThat(generate(11, percent, 1_000))
                .filteredOn(record -> !record.isValid())
                .hasSize(expected);
    }

    @Test
    void theKindsOfMalformationTakeTurns() {
        List<Malformation> kinds = generate(13, 50, 36).stream()
                .map(GeneratedRecord::malformation)
                .flatMap(Optional::stream)
                .toList();

        List<Malformation> twice = new ArrayList<>(List.of(Malformation.values()));
        twice.addAll(List.of(Malformation.values()));
        assertThat(kinds).isEqualTo(twice);
    }

    @Test
    void theOrdersOfASeedAreTheSameWhateverShareIsMalformed() {
        assertThat(generate(17, 60, 100))
                .extracting(GeneratedRecord::order)
                .isEqualTo(generate(17, 0, 100).stream()
                        .map(GeneratedRecord::order)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 100.1, Double.NaN})
    void aShareThatIsNoPercentageIsRefused(double percent) {
        assertThatThrownBy(() -> new OrderGenerator(1, percent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("malformedPercent is " + percent + ": it must lie between 0 and 100");
    }

    @Test
    void partitionKeysAreOneForEachRecordKey() {
        Set<String> keys = new HashSet<>();
        Set<String> partitionKeys = new HashSet<>();
        for (GeneratedRecord record : generate(19, 5, 2_000)) {
            keys.add(record.key());
            partitionKeys.add(record.partitionKey());
        }

        assertThat(partitionKeys).isEqualTo(keys).hasSizeGreaterThan(1_900);
    }

    private static List<GeneratedRecord> generate(long seed, double malformedPercent, int count) {
        List<GeneratedRecord> records = new ArrayList<>();
        new OrderGenerator(seed, malformedPercent).take(count).forEachRemaining(records::add);
        return records;
    }

    private static String text(GeneratedRecord record) {
        return new String(record.payload(), StandardCharsets.UTF_8);
    }
}
