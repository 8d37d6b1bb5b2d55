package io.streamlab.join.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.fs.Path;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * The options of each reference table: those of the job's arguments, which describe one table, or those of the document
 * {@code --lookup_tables}. The document is an array of objects whose keys are the names of options, and {@code name}:
 *
 * <pre>{@code
 * [{"lookup_table": "countries", "lookup_schema": "countryname string, code string", "join_columns": "country=countryname"},
 *  {"lookup_table": "regions", "lookup_schema": "code string, capital string", "join_columns": "code=code"}]
 * }</pre>
 */
final class LookupTables {
    private static final String NAME = "name";

    /** Their defaults are those of the example, which fit no second table. */
    private static final List<JobOption<?>> REQUIRED = Collections.unmodifiableList(
            Arrays.asList(JobOptions.LOOKUP_TABLE, JobOptions.LOOKUP_SCHEMA, JobOptions.JOIN_COLUMNS));

    /** Names are dimensions in CloudWatch, which takes all that DynamoDB takes. */
    private static final ValueType<String> NAMES = ValueType.dynamoDbTable();

    /** A second key of one name would silently replace the first one. */
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** In the order of the joins. */
    private final Map<String, OptionValues> byName;

    private LookupTables(Map<String, OptionValues> byName) {
        this.byName = byName;
    }

    /**
     * Returns the options of each table.
     *
     * @param arguments of the job
     * @param problems gets a sentence for each problem; with any, the result is of no use
     */
    static LookupTables read(OptionValues arguments, List<String> problems) {
        Optional<String> given = arguments.find(JobOptions.LOOKUP_TABLES);
        if (!given.isPresent()) {
            String name = arguments.find(JobOptions.LOOKUP_TABLE).orElse("");
            return new LookupTables(Collections.singletonMap(name, arguments));
        }
        for (JobOption<?> option : JobOptions.OF_A_LOOKUP_TABLE) {
            if (arguments.isGiven(option)) {
                problems.add(option + " and " + JobOptions.LOOKUP_TABLES + " are both given: " + option
                        + " describes a job's only reference table, so give it as the key " + option.key()
                        + " of a table of " + JobOptions.LOOKUP_TABLES);
            }
        }
        Map<String, OptionValues> byName = new LinkedHashMap<>();
        textOf(given.get(), problems).flatMap(text -> arrayOf(text, problems)).ifPresent(tables -> {
            if (tables.size() == 0) {
                problems.add(JobOptions.LOOKUP_TABLES + " has no table: name at least one");
            }
            for (int i = 0; i < tables.size(); i++) {
                readTable(i + 1, tables.get(i), byName, problems);
            }
        });
        return new LookupTables(byName);
    }

    /** Returns how a sentence on one of several tables begins. */
    static String subject(String name) {
        return JobOptions.LOOKUP_TABLES + ", table '" + name + "': ";
    }

    /** Returns the configuration of each table, in the order of the joins. */
    List<LookupConfig> configs(boolean reenriches) {
        List<LookupConfig> configs = new ArrayList<>();
        byName.forEach((name, values) -> configs.add(new LookupConfig(name, values, reenriches)));
        return Collections.unmodifiableList(configs);
    }

    private static Optional<String> textOf(String given, List<String> problems) {
        if (given.startsWith("[")) {
            return Optional.of(given);
        }
        // The session's settings of file systems: the arguments are read before there is a session.
        Path path = new Path(given);
        try (InputStream file = path.getFileSystem(SparkHadoopUtil.get().conf()).open(path)) {
            return Optional.of(IOUtils.toString(file, StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            problems.add(JobOptions.LOOKUP_TABLES + " is '" + given + "', which cannot be read: " + e);
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> arrayOf(String text, List<String> problems) {
        try {
            JsonNode document = JSON.readTree(text);
            if (document.isArray()) {
                return Optional.of(document);
            }
            problems.add(JobOptions.LOOKUP_TABLES + " must be a JSON array of objects, one for each table");
        } catch (JsonProcessingException e) {
            problems.add(JobOptions.LOOKUP_TABLES + " is not JSON, or has a key twice: " + e.getOriginalMessage()
                    + " (line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ")");
        }
        return Optional.empty();
    }

    private static void readTable(int number, JsonNode table, Map<String, OptionValues> byName, List<String> problems) {
        if (!table.isObject()) {
            problems.add(
                    JobOptions.LOOKUP_TABLES + ", table " + number + ": it must be an object with the keys " + keys());
            return;
        }
        String name = nameOf(table).orElse(Integer.toString(number));
        List<String> ofTable = new ArrayList<>();
        Map<String, String> texts = textsOf(table, ofTable);
        for (JobOption<?> option : REQUIRED) {
            if (!table.has(option.key())) {
                ofTable.add(option.key() + " is missing: it must be "
                        + option.type().rule());
            }
        }
        OptionValues values = OptionValues.of(JobOptions.OF_A_LOOKUP_TABLE, texts, ofTable);
        if (byName.putIfAbsent(name, values) != null) {
            ofTable.add("an earlier table has the same name: give each table another " + NAME);
        }
        ofTable.forEach(problem -> problems.add(subject(name) + problem));
    }

    private static Optional<String> nameOf(JsonNode table) {
        JsonNode name = table.has(NAME) ? table.get(NAME) : table.path(JobOptions.LOOKUP_TABLE.key());
        return name.isTextual() ? Optional.of(name.asText()) : Optional.empty();
    }

    private static void checkName(JsonNode name, List<String> problems) {
        try {
            if (name.isTextual()) {
                NAMES.parse(name.asText());
                return;
            }
        } catch (IllegalArgumentException e) {
            // The sentence below says the rule.
        }
        problems.add(NAME + " is " + name + " but must be a text of " + NAMES.rule());
    }

    /** Returns the texts of a table's options, by their keys. */
    private static Map<String, String> textsOf(JsonNode table, List<String> problems) {
        Set<String> known = keys();
        Map<String, String> texts = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = table.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String key = field.getKey();
            JsonNode value = field.getValue();
            if (!known.contains(key)) {
                problems.add("it has the key '" + key + "', which is none of " + known);
            } else if (key.equals(NAME)) {
                checkName(value, problems);
            } else if (value.isTextual() || value.isNumber()) {
                texts.put(key, value.asText());
            } else {
                problems.add(key + " is " + value + " but must be a text or a number");
            }
        }
        return texts;
    }

    private static Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        keys.add(NAME);
        JobOptions.OF_A_LOOKUP_TABLE.forEach(option -> keys.add(option.key()));
        return keys;
    }
}
