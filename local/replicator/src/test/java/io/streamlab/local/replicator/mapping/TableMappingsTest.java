package io.streamlab.local.replicator.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamlab.local.replicator.mapping.SourceTable.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class TableMappingsTest {

    private static final Path PUBLISHED = Path.of("../../cloudformation/dms-table-mappings.json");

    private static final SourceTable COUNTRIES = new SourceTable(
            "mydev",
            "country_lookup_table",
            List.of(text("code"), text("countryname"), text("combinedname")),
            List.of());

    private static final String SELECT_ALL = selection("1", "include", "%");

    @TempDir
    private Path directory;

    @Test
    void deployedFileMapsTheExampleTable() throws Exception {
        List<ItemMapper> mappers = TableMappings.read(PUBLISHED).bind(List.of(COUNTRIES));

        assertThat(mappers).hasSize(1);
        assertThat(mappers.get(0).source()).isEqualTo(COUNTRIES);
        assertThat(mappers.get(0).targetTable()).isEqualTo("tgt_country_lookup_table");
        assertThat(mappers.get(0).key())
                .containsExactly(
                        new KeyAttribute("code", ScalarAttributeType.S),
                        new KeyAttribute("countryname", ScalarAttributeType.S));
    }

    @Test
    void excludedTablesAreNotMapped() throws Exception {
        SourceTable other = new SourceTable("mydev", "DMS_1", List.of(text("id")), List.of("id"));

        List<ItemMapper> mappers = bind(
                List.of(COUNTRIES, other),
                SELECT_ALL,
                selection("2", "exclude", "DMS%"),
                mapping("3", "%", "\"partition-key-name\": \"code\""));

        assertThat(mappers).extracting(ItemMapper::source).containsExactly(COUNTRIES);
    }

    @Test
    void viewIsCalledAView() throws Exception {
        TableMappings mappings =
                read(rules(selection("1", "include", "big_%"), mapping("2", "%", "\"partition-key-name\": \"code\"")));

        assertThatThrownBy(() -> mappings.bind(
                        List.of(COUNTRIES), List.of(new SourceTable("mydev", "big_countries", List.of(), List.of()))))
                .isInstanceOfSatisfying(InvalidTableMappingsException.class, e -> assertThat(e.problems())
                        .first()
                        .isEqualTo("rule-id 1: mydev.big_countries is a view. The binary log has no rows of views:"
                                + " select the tables that the view reads"));
    }

    @Test
    void explicitSelectionHasNoWildcards() {
        assertProblems(
                List.of(COUNTRIES),
                new String[] {selection("1", "explicit", "country%"), mapping("2", "%", "")},
                "rule-id 1: the source has no table mydev.country% that the replication user may read",
                "rule-id 2: no selected table matches mydev.%");
    }

    @Test
    void primaryKeyIsThePartitionKeyUnlessTheRuleNamesOne() throws Exception {
        SourceTable cities = new SourceTable(
                "mydev",
                "cities",
                List.of(new Column("id", "int(11)", ColumnType.NUMBER), text("name")),
                List.of("id"));

        List<ItemMapper> mappers = bind(List.of(cities), SELECT_ALL, mapping("2", "cities", ""));

        assertThat(mappers.get(0).key()).containsExactly(new KeyAttribute("id", ScalarAttributeType.N));
    }

    @Test
    void fileThatIsNotJsonIsRefusedWithTheLine() {
        assertProblems(
                "{\n\"rules\": [],\n}",
                "not JSON: Unexpected character ('}' (code 125)): was expecting double-quote to start field name (line 3)");
    }

    @Test
    void fieldGivenTwiceIsRefused() {
        assertProblems("{\"rules\": [], \"rules\": []}", "not JSON: Duplicate field 'rules' (line 1)");
    }

    @Test
    void fileWithoutRulesIsRefused() {
        assertProblems(
                "{\"rule\": []}",
                "the file: rules is missing",
                "the file: rule is not supported here; supported: rules");
        assertProblems("{\"rules\": []}", "the file: rules must have a rule of rule-type selection");
        assertProblems("[]", "the file: must be of type object, but is []");
    }

    @Test
    void unknownRuleTypeIsRefused() {
        assertProblems(
                rules(
                        SELECT_ALL,
                        """
                        {"rule-type": "transformation", "rule-id": "2", "rule-name": "2", "rule-action": "rename"}"""),
                "rule-id 2: rule-type is 'transformation'; supported: selection, object-mapping");
    }

    @Test
    void unknownRuleActionIsRefused() {
        assertProblems(
                rules(selection("1", "includes", "%")),
                "rule-id 1: rule-action is 'includes'; supported: include, exclude, explicit");
        assertProblems(
                rules(SELECT_ALL, mapping("2", "%", "").replace("map-record-to-record", "map-record-to-row")),
                "rule-id 2: rule-action is 'map-record-to-row'; supported: map-record-to-record, map-record-to-document");
    }

    @Test
    void idsAndNamesAreUniqueNumbersAndNames() {
        assertProblems(
                rules(SELECT_ALL, SELECT_ALL, selection("x", "include", "%")),
                "rule-id x: rule-id must be a number in quotes, but is 'x'",
                "rule-id 1: rule-id '1' is not unique",
                "rule-id 1: rule-name '1' is not unique");
    }

    @Test
    void filtersAreRefused() {
        assertProblems(
                rules(SELECT_ALL.replace(
                        "\"rule-action\"", "\"filters\": [{}], \"load-order\": \"1\", \"rule-action\"")),
                "rule-id 1: filters must be empty, as filters are not supported, but is [{}]",
                "rule-id 1: load-order is not supported here; supported: rule-type, rule-id, rule-name, rule-action,"
                        + " object-locator, filters");
    }

    @Test
    void emptyFiltersAreTaken() throws Exception {
        String selection = SELECT_ALL.replace("\"rule-action\"", "\"filters\": [], \"rule-action\"");

        assertThat(bind(List.of(COUNTRIES), selection, mapping("2", "%", "\"partition-key-name\": \"code\"")))
                .hasSize(1);
    }

    @Test
    void viewsAreRefused() {
        assertProblems(
                rules(SELECT_ALL.replace("\"table-name\"", "\"table-type\": \"view\", \"table-name\"")),
                "rule-id 1: object-locator.table-type is 'view'; supported: table");
    }

    @Test
    void wildcardsThatMatchNothingAreRefused() {
        assertProblems(
                rules(selection("1", "include", "t[ab"), mapping("2", "t[]", "")),
                "rule-id 1: object-locator.table-name must have characters and ']' after each '[', but is 't[ab'",
                "rule-id 2: object-locator.table-name must have characters and ']' after each '[', but is 't[]'");
        assertProblems(
                rules(selection("1", "include", "t[d-a]")),
                "rule-id 1: object-locator 't[d-a]' has a range that ends before it starts");
    }

    @Test
    void ruleThatIsNoObjectIsRefused() {
        assertProblems(rules(SELECT_ALL, "1"), "rule-id ?: must be of type object, but is 1");
    }

    @Test
    void emptyTextIsRefused() {
        assertProblems(
                rules(
                        SELECT_ALL,
                        attributes(
                                "2",
                                """
                        {"target-attribute-name": "", "attribute-type": "scalar", "attribute-sub-type": "string",
                         "value": ""}""")),
                "rule-id 2: mapping-parameters.attribute-mappings[0].target-attribute-name must be text that is not empty, but"
                        + " is ''",
                "rule-id 2: mapping-parameters.attribute-mappings[0].value must be text that is not empty, but is ''");
    }

    @Test
    void missingFieldsAreAllNamed() {
        assertProblems(
                rules("""
                        {"rule-type": "object-mapping"}"""),
                "rule-id ?: rule-id is missing",
                "rule-id ?: rule-name is missing",
                "rule-id ?: rule-action is missing",
                "rule-id ?: object-locator is missing",
                "rule-id ?: target-table-name is missing",
                "rule-id ?: mapping-parameters is missing",
                "the file: rules must have a rule of rule-type selection");
    }

    @Test
    void fieldsOfTheWrongTypeAreRefused() {
        assertProblems(
                rules(
                        SELECT_ALL,
                        mapping(
                                "2",
                                "%",
                                """
                        "partition-key-name": 1, "exclude-columns": "code", "attribute-mappings": [1]""")),
                "rule-id 2: mapping-parameters.partition-key-name must be of type string, but is 1",
                "rule-id 2: mapping-parameters.exclude-columns must be of type array, but is 'code'",
                "rule-id 2: mapping-parameters.attribute-mappings[0] must be of type object, but is 1");
    }

    @Test
    void conditionExpressionsAreRefused() {
        assertProblems(
                rules(
                        SELECT_ALL,
                        mapping(
                                "2",
                                "%",
                                """
                        "condition-expression": {"expression": "attribute_not_exists(code)"}""")),
                "rule-id 2: mapping-parameters.condition-expression is not supported here; supported: partition-key-name,"
                        + " sort-key-name, exclude-columns, attribute-mappings, apply-during-cdc");
    }

    @Test
    void changesCannotBeSwitchedOff() {
        assertProblems(
                rules(SELECT_ALL, mapping("2", "%", "\"apply-during-cdc\": false")),
                "rule-id 2: mapping-parameters.apply-during-cdc must be true, as changes are always applied, but is false");
    }

    @Test
    void targetTableNameIsOneOfDynamoDb() {
        assertProblems(
                rules(SELECT_ALL, mapping("2", "%", "").replace("\"target\"", "\"my table\"")),
                "rule-id 2: target-table-name must have 3 to 255 of the characters a-z, A-Z, 0-9, _ . -, but is 'my table'");
    }

    @Test
    void keyAttributesDiffer() {
        assertProblems(
                rules(
                        SELECT_ALL,
                        mapping("2", "a", "\"partition-key-name\": \"code\", \"sort-key-name\": \"code\""),
                        mapping("3", "b", "\"sort-key-name\": \"code\"")),
                "rule-id 3: mapping-parameters.sort-key-name needs a partition-key-name",
                "rule-id 2: mapping-parameters.sort-key-name 'code' is the partition key already");
    }

    @Test
    void badTemplatesAreRefused() {
        assertProblems(
                rules(
                        SELECT_ALL,
                        attributes(
                                "2",
                                """
                        {"target-attribute-name": "a", "attribute-type": "scalar", "attribute-sub-type": "string",
                         "value": "${code"},
                        {"target-attribute-name": "a", "attribute-type": "scalar", "attribute-sub-type": "date",
                         "value": "${code}"},
                        {"target-attribute-name": "b", "attribute-type": "set", "attribute-sub-type": "string",
                         "value": "${code}"},
                        {"target-attribute-name": "c", "attribute-type": "scalar", "attribute-sub-type": "string",
                         "value": {"S": "${code}"}, "comment": ""}""")),
                "rule-id 2: mapping-parameters.attribute-mappings[0].value must have a column's name and '}' after each '${',"
                        + " but is '${code'",
                "rule-id 2: mapping-parameters.attribute-mappings[1].attribute-sub-type is 'date'; supported: string, number,"
                        + " boolean",
                "rule-id 2: mapping-parameters.attribute-mappings[2].attribute-type is 'set'; supported: scalar, document",
                "rule-id 2: mapping-parameters.attribute-mappings[3].comment is not supported here; supported:"
                        + " target-attribute-name, attribute-type, attribute-sub-type, value",
                "rule-id 2: mapping-parameters.attribute-mappings[3].value must be of type string, but is"
                        + " {\"S\":\"${code}\"}",
                "rule-id 2: mapping-parameters.attribute-mappings[1].target-attribute-name 'a' is not unique");
    }

    @Test
    void badDocumentsAreRefused() {
        assertProblems(
                rules(
                        SELECT_ALL,
                        attributes(
                                "2",
                                """
                        {"target-attribute-name": "a", "attribute-type": "document", "attribute-sub-type": "dynamodb-map",
                         "value": {"L": []}},
                        {"target-attribute-name": "b", "attribute-type": "document", "attribute-sub-type": "dynamodb-set",
                         "value": {"SS": []}},
                        {"target-attribute-name": "c", "attribute-type": "document", "attribute-sub-type": "dynamodb-map",
                         "value": {"M": {"Home": {"S": 1}}}},
                        {"target-attribute-name": "d", "attribute-type": "document", "attribute-sub-type": "dynamodb-list",
                         "value": {"L": ["${code}"]}},
                        {"target-attribute-name": "e", "attribute-type": "document", "attribute-sub-type": "dynamodb-list",
                         "value": {"L": [{}, {"S": "a", "N": "1"}]}}""")),
                "rule-id 2: mapping-parameters.attribute-mappings[0].value.M is missing",
                "rule-id 2: mapping-parameters.attribute-mappings[1].attribute-sub-type is 'dynamodb-set'; supported:"
                        + " dynamodb-map, dynamodb-list",
                "rule-id 2: mapping-parameters.attribute-mappings[1].value.SS is not supported here; supported: M, L, S, N,"
                        + " BOOL",
                "rule-id 2: mapping-parameters.attribute-mappings[2].value.M.Home.S must be of type string, but is 1",
                "rule-id 2: mapping-parameters.attribute-mappings[3].value.L[0] must be of type object, but is '${code}'",
                "rule-id 2: mapping-parameters.attribute-mappings[4].value.L[0] must be an object with one of M, L, S, N, BOOL,"
                        + " but is {}",
                "rule-id 2: mapping-parameters.attribute-mappings[4].value.L[1] must be an object with one of M, L, S, N, BOOL,"
                        + " but is {\"S\":\"a\",\"N\":\"1\"}");
    }

    @Test
    void documentAttributeIsNotMappedTwice() {
        String rule = attributes(
                        "2",
                        """
                {"target-attribute-name": "_doc", "attribute-type": "scalar", "attribute-sub-type": "string",
                 "value": "${code}"}""")
                .replace("map-record-to-record", "map-record-to-document");

        assertProblems(
                rules(SELECT_ALL, rule),
                "rule-id 2: mapping-parameters.attribute-mappings[0].target-attribute-name must not be the"
                        + " attribute that map-record-to-document writes, but is '_doc'");
    }

    @Test
    void columnsThatTheSourceDoesNotHaveAreNamed() {
        assertProblems(
                List.of(COUNTRIES),
                new String[] {
                    SELECT_ALL,
                    mapping(
                            "2",
                            "%",
                            """
                            "partition-key-name": "code", "exclude-columns": ["name"], "attribute-mappings": [
                            {"target-attribute-name": "code", "attribute-type": "scalar", "attribute-sub-type": "string",
                             "value": "${cod}-${code}"}]""")
                },
                "rule-id 2: exclude-columns names column 'name', which mydev.country_lookup_table does not have; it has code,"
                        + " countryname, combinedname",
                "rule-id 2: the value of attribute 'code' names column 'cod', which mydev.country_lookup_table does not have;"
                        + " it has code, countryname, combinedname");
    }

    @Test
    void keyThatNothingWritesIsRefused() {
        assertProblems(
                List.of(COUNTRIES),
                new String[] {
                    SELECT_ALL,
                    mapping(
                            "2",
                            "%",
                            """
                            "partition-key-name": "code", "sort-key-name": "region", "exclude-columns": ["code"]""")
                },
                "rule-id 2: no attribute mapping writes key attribute 'code', nor is it the name of a column that is copied",
                "rule-id 2: no attribute mapping writes key attribute 'region', nor is it the name of a column that is copied");
    }

    @Test
    void keyOfADocumentMappingMustBeMapped() {
        assertProblems(
                List.of(COUNTRIES),
                new String[] {
                    SELECT_ALL,
                    mapping("2", "%", "\"partition-key-name\": \"code\"")
                            .replace("map-record-to-record", "map-record-to-document")
                },
                "rule-id 2: no attribute mapping writes key attribute 'code', nor is it the name of a column that is copied");
    }

    @Test
    void tableWithoutAKeyIsRefused() {
        assertProblems(
                List.of(COUNTRIES),
                new String[] {SELECT_ALL, mapping("2", "%", "")},
                "rule-id 2: mapping-parameters.partition-key-name is missing and mydev.country_lookup_table has no primary key"
                        + " of one column");
    }

    @Test
    void keyThatIsNeitherStringNorNumberIsRefused() {
        SourceTable flags = new SourceTable(
                "mydev", "flags", List.of(new Column("flag", "bit(1)", ColumnType.BOOLEAN), text("code")), List.of());

        assertProblems(
                List.of(flags),
                new String[] {
                    SELECT_ALL,
                    mapping(
                            "2",
                            "%",
                            """
                            "partition-key-name": "flag", "sort-key-name": "sort", "attribute-mappings": [
                            {"target-attribute-name": "sort", "attribute-type": "scalar", "attribute-sub-type": "boolean",
                             "value": "${code}"}]""")
                },
                "rule-id 2: key attribute 'flag' is boolean; it must be a string or a number",
                "rule-id 2: key attribute 'sort' must be of attribute-type scalar, a string or a number");
    }

    @Test
    void columnThatDmsDoesNotBringIsRefusedUnlessExcluded() throws Exception {
        SourceTable photos = new SourceTable(
                "mydev",
                "photos",
                List.of(text("id"), new Column("photo", "longblob", ColumnType.UNSUPPORTED)),
                List.of("id"));

        assertProblems(
                List.of(photos),
                new String[] {SELECT_ALL, mapping("2", "%", "")},
                "rule-id 2: column 'photo' of mydev.photos has type longblob, which DMS does not bring to DynamoDB; exclude it");
        assertThat(bind(List.of(photos), SELECT_ALL, mapping("2", "%", "\"exclude-columns\": [\"photo\"]")))
                .hasSize(1);
    }

    @Test
    void selectedTableWithoutAMappingIsRefused() {
        SourceTable other = new SourceTable("mydev", "other", List.of(text("id")), List.of("id"));

        assertProblems(
                List.of(COUNTRIES, other),
                new String[] {SELECT_ALL, mapping("2", "country%", "\"partition-key-name\": \"code\"")},
                "mydev.other is selected, but no object-mapping rule says what becomes of its rows");
    }

    @Test
    void twoMappingsOfATableAreRefused() {
        assertProblems(
                List.of(COUNTRIES),
                new String[] {
                    SELECT_ALL,
                    mapping("2", "%", "\"partition-key-name\": \"code\""),
                    mapping("3", "country%", "\"partition-key-name\": \"code\"")
                },
                "rule-id 3: mydev.country_lookup_table has an object-mapping already, rule-id 2");
    }

    @Test
    void oneTargetForTwoTablesIsRefused() {
        SourceTable other = new SourceTable("mydev", "other", List.of(text("id")), List.of("id"));

        assertProblems(
                List.of(COUNTRIES, other),
                new String[] {
                    SELECT_ALL, mapping("2", "country%", "\"partition-key-name\": \"code\""), mapping("3", "other", "")
                },
                "rule-id 3: target-table-name 'target' is the target of mydev.country_lookup_table already; one target for two"
                        + " tables is not supported");
    }

    @Test
    void missingFileIsAnInputOutputError() {
        assertThatThrownBy(() -> TableMappings.read(directory.resolve("none.json")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.json");
    }

    private void assertProblems(String file, String... problems) {
        assertThat(catchThrowableOfType(InvalidTableMappingsException.class, () -> read(file))
                        .problems())
                .containsExactly(problems);
    }

    private void assertProblems(List<SourceTable> tables, String[] rules, String... problems) {
        assertThat(catchThrowableOfType(InvalidTableMappingsException.class, () -> bind(tables, rules))
                        .problems())
                .containsExactly(problems);
    }

    private List<ItemMapper> bind(List<SourceTable> tables, String... rules) throws Exception {
        return read(rules(rules)).bind(tables);
    }

    private TableMappings read(String content) throws Exception {
        return TableMappings.read(Files.writeString(directory.resolve("mappings.json"), content));
    }

    private static Column text(String name) {
        return new Column(name, "varchar(40)", ColumnType.STRING);
    }

    private static String rules(String... rules) {
        return "{\"rules\": [" + String.join(",\n", rules) + "]}";
    }

    private static String selection(String id, String action, String table) {
        return """
                {"rule-type": "selection", "rule-id": "%s", "rule-name": "%s", "rule-action": "%s",
                 "object-locator": {"schema-name": "mydev", "table-name": "%s"}}"""
                .formatted(id, id, action, table);
    }

    private static String mapping(String id, String table, String parameters) {
        return """
                {"rule-type": "object-mapping", "rule-id": "%s", "rule-name": "%s", "rule-action": "map-record-to-record",
                 "object-locator": {"schema-name": "mydev", "table-name": "%s"}, "target-table-name": "target",
                 "mapping-parameters": {%s}}"""
                .formatted(id, id, table, parameters);
    }

    private static String attributes(String id, String attributes) {
        return mapping(id, "%", "\"partition-key-name\": \"a\", \"attribute-mappings\": [" + attributes + "]");
    }
}
