package io.streamlab.local.replicator.mapping;

import static io.streamlab.local.replicator.mapping.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.replicator.mapping.SourceTable.Column;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemMapperTest {

    private static final BigDecimal FORTY_DIGITS = new BigDecimal("1234567890123456789012345678901234567890");

    @TempDir
    private Path directory;

    @Test
    void columnsThatAreNotExcludedGoUnderTheirOwnNames() throws Exception {
        ItemMapper mapper = mapper(
                "map-record-to-record",
                """
                "partition-key-name": "key", "exclude-columns": ["code"], "attribute-mappings": [
                {"target-attribute-name": "key", "attribute-type": "scalar", "attribute-sub-type": "string",
                 "value": "${code}/${name}"}]""");

        assertThat(mapper.item(row("code", "US", "name", "USA", "amount", 5, "flag", true)))
                .isEqualTo(Map.of(
                        "key", AttributeValue.fromS("US/USA"),
                        "name", AttributeValue.fromS("USA"),
                        "amount", AttributeValue.fromN("5"),
                        "flag", AttributeValue.fromBool(true)));
    }

    @Test
    void documentMappingPutsThemIntoOneMap() throws Exception {
        ItemMapper mapper = mapper(
                "map-record-to-document",
                """
                "partition-key-name": "key", "exclude-columns": ["code"], "attribute-mappings": [
                {"target-attribute-name": "key", "attribute-type": "scalar", "attribute-sub-type": "string",
                 "value": "${code}"}]""");

        assertThat(mapper.item(row("code", "US", "name", "USA", "amount", 5)))
                .isEqualTo(Map.of(
                        "key", AttributeValue.fromS("US"),
                        "_doc",
                                AttributeValue.fromM(Map.of(
                                        "name", AttributeValue.fromS("USA"), "amount", AttributeValue.fromN("5")))));
        assertThat(mapper.item(row("code", "US"))).containsOnlyKeys("key");
    }

    @Test
    void nullsAreNotWritten() throws Exception {
        ItemMapper mapper = mapper(
                "map-record-to-record",
                """
                "partition-key-name": "code", "attribute-mappings": [
                {"target-attribute-name": "copy", "attribute-type": "scalar", "attribute-sub-type": "string",
                 "value": "${name}"}]""");

        assertThat(mapper.item(row("code", "US", "name", null, "amount", null))).containsOnlyKeys("code");
    }

    @Test
    void mappedAttributeWinsOverAColumnOfItsName() throws Exception {
        ItemMapper mapper = mapper(
                "map-record-to-record",
                """
                "partition-key-name": "code", "attribute-mappings": [
                {"target-attribute-name": "amount", "attribute-type": "scalar", "attribute-sub-type": "string",
                 "value": "${amount}"}]""");

        assertThat(mapper.item(row("code", "US", "amount", FORTY_DIGITS)))
                .containsEntry("amount", AttributeValue.fromS("1234567890123456789012345678901234567890"));
        assertThat(mapper.item(row("code", "US", "amount", null))).containsOnlyKeys("code");
    }

    @Test
    void scalarsHaveTheTypeOfTheirMapping() throws Exception {
        ItemMapper mapper = mapper(
                "map-record-to-record",
                """
                "partition-key-name": "code", "exclude-columns": ["name", "amount"], "attribute-mappings": [
                {"target-attribute-name": "number", "attribute-type": "scalar", "attribute-sub-type": "number",
                 "value": "${name}"},
                {"target-attribute-name": "truth", "attribute-type": "scalar", "attribute-sub-type": "boolean",
                 "value": "${amount}"}]""");

        assertThat(mapper.item(row("code", "US", "name", "012.50", "amount", 1)))
                .containsEntry("number", AttributeValue.fromN("12.5"))
                .containsEntry("truth", AttributeValue.fromBool(true));
        assertThatThrownBy(() -> mapper.item(row("code", "US", "name", "many", "amount", 1)))
                .isInstanceOf(RejectedRowException.class)
                .hasMessage("attribute number: 'many' is not a number");
        assertThatThrownBy(() -> mapper.item(row("code", "US", "name", "1", "amount", 2)))
                .isInstanceOf(RejectedRowException.class)
                .hasMessage("attribute truth: '2' is not true, false, 1 or 0");
    }

    @Test
    void documentsAreFilledLeafByLeaf() throws Exception {
        ItemMapper mapper = mapper(
                "map-record-to-record",
                """
                "partition-key-name": "code", "exclude-columns": ["name", "amount", "flag"], "attribute-mappings": [
                {"target-attribute-name": "details", "attribute-type": "document", "attribute-sub-type": "dynamodb-map",
                 "value": {"M": {"Home": {"M": {"Name": {"S": "${name}"}, "Amount": {"N": "${amount}"}}}}}},
                {"target-attribute-name": "all", "attribute-type": "document", "attribute-sub-type": "dynamodb-list",
                 "value": {"L": [{"S": "${name}"}, {"BOOL": "${flag}"}]}}]""");

        assertThat(mapper.item(row("code", "US", "name", "USA", "amount", null, "flag", true)))
                .containsEntry(
                        "details",
                        AttributeValue.fromM(
                                Map.of("Home", AttributeValue.fromM(Map.of("Name", AttributeValue.fromS("USA"))))))
                .containsEntry(
                        "all",
                        AttributeValue.fromL(List.of(AttributeValue.fromS("USA"), AttributeValue.fromBool(true))));
        assertThat(mapper.item(row("code", "US"))).containsOnlyKeys("code");
    }

    @Test
    void numberThatDoesNotFitIsRejectedWithItsColumn() throws Exception {
        ItemMapper mapper = mapper("map-record-to-record", "\"partition-key-name\": \"code\"");

        assertThatThrownBy(() -> mapper.item(row("code", "US", "amount", FORTY_DIGITS.add(BigDecimal.ONE))))
                .isInstanceOf(RejectedRowException.class)
                .hasMessageStartingWith(
                        "column amount: 1234567890123456789012345678901234567891 has 40 significant digits");
    }

    @Test
    void rowWithoutAKeyIsRejected() throws Exception {
        ItemMapper mapper =
                mapper("map-record-to-record", "\"partition-key-name\": \"code\", \"sort-key-name\": \"name\"");

        assertThatThrownBy(() -> mapper.item(row("code", "US", "name", null)))
                .isInstanceOf(RejectedRowException.class)
                .hasMessage("key attribute name is NULL");
        assertThatThrownBy(() -> mapper.key(row("code", null, "name", "USA")))
                .isInstanceOf(RejectedRowException.class)
                .hasMessage("key attribute code is NULL");
    }

    @Test
    void keyIsThatOfTheItemEvenIfAnotherValueIsRejected() throws Exception {
        ItemMapper mapper = mapper("map-record-to-record", "\"partition-key-name\": \"code\"");

        assertThat(mapper.key(row("code", "US", "amount", FORTY_DIGITS)))
                .isEqualTo(Map.of("code", AttributeValue.fromS("US")));
    }

    private ItemMapper mapper(String action, String parameters) throws Exception {
        Path file = Files.writeString(
                directory.resolve("mappings.json"),
                """
                {"rules": [
                {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                 "object-locator": {"schema-name": "mydev", "table-name": "%%"}},
                {"rule-type": "object-mapping", "rule-id": "2", "rule-name": "2", "rule-action": "%s",
                 "object-locator": {"schema-name": "mydev", "table-name": "%%"}, "target-table-name": "target",
                 "mapping-parameters": {%s}}]}"""
                        .formatted(action, parameters));
        SourceTable table = new SourceTable(
                "mydev",
                "source",
                List.of(
                        new Column("code", "varchar(5)", ColumnType.STRING),
                        new Column("name", "varchar(40)", ColumnType.STRING),
                        new Column("amount", "decimal(50,0)", ColumnType.NUMBER),
                        new Column("flag", "bit(1)", ColumnType.BOOLEAN)),
                List.of());
        return TableMappings.read(file).bind(List.of(table)).get(0);
    }
}
