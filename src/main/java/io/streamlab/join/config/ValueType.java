package io.streamlab.join.config;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.text.TimeText;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructType;

/**
 * How the text of an option becomes a typed value, and the rule that the text must meet.
 *
 * @param <T> what the text is turned into
 */
public final class ValueType<T> {
    /** Hadoop's names for S3. Athena silently leaves out tables and partitions that the catalog holds under them. */
    private static final Set<String> HADOOP_ONLY_SCHEMES =
            Collections.unmodifiableSet(new HashSet<>(Arrays.asList("s3a", "s3n")));

    private static final Pattern CATALOG_NAME = Pattern.compile("[a-z0-9_]{1,255}");

    private static final Pattern SOURCE_NAME = Pattern.compile("[a-z0-9_-]{1,255}");

    /** DynamoDB's rule for names of tables and of indexes. */
    private static final Pattern DYNAMODB_TABLE = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

    private static final Pattern STREAM_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern REASON = Pattern.compile("[A-Z][A-Z_]{1,63}");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/.+");

    /** The rules of AssumeRole's ExternalId and RoleSessionName. */
    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

    private static final Pattern ROLE_SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private static final Pattern PERCENT = Pattern.compile("\\d{1,3}(\\.\\d+)?");

    private final String name;
    private final String rule;
    private final Function<String, T> parser;

    private ValueType(String name, String rule, Function<String, T> parser) {
        this.name = name;
        this.rule = rule;
        this.parser = parser;
    }

    /** Returns the type's name in the option table, such as {@code columns}. */
    public String name() {
        return name;
    }

    /** Returns what a value must be, such as {@code true or false}. */
    public String rule() {
        return rule;
    }

    /** @throws IllegalArgumentException when the text breaks the rule */
    T parse(String text) {
        return parser.apply(text);
    }

    static ValueType<String> catalogName() {
        return matching("catalog name", "1 to 255 lower-case letters, digits and underscores", CATALOG_NAME);
    }

    /** Returns the name of a database or table that the job only reads. Hive and Athena would need quotes around a hyphen. */
    static ValueType<String> sourceName() {
        return matching("source name", "1 to 255 lower-case letters, digits, underscores and hyphens", SOURCE_NAME);
    }

    static ValueType<String> dynamoDbTable() {
        return matching("DynamoDB table", "3 to 255 letters, digits, underscores, hyphens and dots", DYNAMODB_TABLE);
    }

    static ValueType<String> dynamoDbIndex() {
        return matching("DynamoDB index", "3 to 255 letters, digits, underscores, hyphens and dots", DYNAMODB_TABLE);
    }

    static ValueType<String> roleArn() {
        return matching("role ARN", "the ARN of an IAM role", ROLE_ARN);
    }

    static ValueType<String> text() {
        return new ValueType<>("text", "a text", text -> text);
    }

    static ValueType<String> column() {
        return new ValueType<>("column", "the name of one column", text -> {
            String column = text.trim();
            check(!column.isEmpty() && !column.contains(","));
            return column;
        });
    }

    static ValueType<List<String>> columns() {
        return new ValueType<>("columns", "names of columns separated by commas, each only once", text -> {
            List<String> columns = splitOnCommas(text);
            check(columns.stream().noneMatch(String::isEmpty));
            check(columns.stream().distinct().count() == columns.size());
            return columns;
        });
    }

    /** Returns columns or the word {@code none}: Glue cannot pass an empty text. */
    static ValueType<List<String>> columnsOrNone() {
        ValueType<List<String>> columns = columns();
        return new ValueType<>(
                "columns or none",
                "none, or " + columns.rule,
                text -> text.equals("none") ? Collections.emptyList() : columns.parse(text));
    }

    /** Returns new names by the old ones. */
    static ValueType<Map<String, String>> renames() {
        return new ValueType<>(
                "renames", "old name = new name, several separated by commas, each name only once", text -> {
                    Map<String, String> renames = parsePairs(text);
                    check(renames.values().stream().noneMatch(String::isEmpty));
                    check(renames.values().stream()
                                    .map(name -> name.toLowerCase(Locale.ROOT))
                                    .distinct()
                                    .count()
                            == renames.size());
                    return renames;
                });
    }

    static ValueType<List<JoinColumn>> joinColumns() {
        return new ValueType<>(
                "join columns",
                "stream column = reference attribute, several separated by commas",
                text -> Collections.unmodifiableList(
                        splitOnCommas(text).stream().map(JoinColumn::parse).collect(toList())));
    }

    /** Returns a document as it is given: what is in it has problems of its own, which {@link LookupTables} finds. */
    static ValueType<String> lookupTables() {
        ValueType<URI> path = path();
        return new ValueType<>("JSON", "a JSON array, or " + path.rule, text -> {
            String document = text.trim();
            if (!document.startsWith("[")) {
                path.parse(document);
            }
            return document;
        });
    }

    static ValueType<StructType> schema() {
        return new ValueType<>(
                "schema",
                "attributes with their Spark SQL types, each only once, such as code string, rate double; "
                        + "no type that JSON cannot hold, such as interval",
                text -> ColumnTypes.plain(parseSchema(text)));
    }

    static ValueType<URI> path() {
        return new ValueType<>(
                "path",
                "a URI with a scheme and a path, such as s3://bucket/folder; use s3://, not s3a://",
                ValueType::parsePath);
    }

    static ValueType<Boolean> trueOrFalse() {
        return new ValueType<>("boolean", "true or false", text -> {
            check(text.equals("true") || text.equals("false"));
            return Boolean.valueOf(text);
        });
    }

    static ValueType<Integer> integer(int smallest, int largest) {
        return new ValueType<>("integer", "a whole number from " + smallest + " to " + largest, text -> {
            int number = Integer.parseInt(text);
            check(smallest <= number && number <= largest);
            return number;
        });
    }

    /** Returns an integer that may be larger than two billions. */
    static ValueType<Long> large(long smallest, long largest) {
        return new ValueType<>("integer", "a whole number from " + smallest + " to " + largest, text -> {
            long number = Long.parseLong(text);
            check(smallest <= number && number <= largest);
            return number;
        });
    }

    /** Returns the type of what STS compares with the role's trust policy. */
    static ValueType<String> externalId() {
        return matching("external ID", "2 to 1224 letters, digits and characters of _+=,.@:/-", EXTERNAL_ID);
    }

    static ValueType<String> roleSessionName() {
        return matching("session name", "2 to 64 letters, digits and characters of _+=,.@-", ROLE_SESSION_NAME);
    }

    static ValueType<BigDecimal> percent() {
        return new ValueType<>("percent", "a number from 0 to 100, such as 5 or 0.5", text -> {
            check(PERCENT.matcher(text).matches());
            BigDecimal percent = new BigDecimal(text);
            check(percent.compareTo(HUNDRED) <= 0);
            return percent;
        });
    }

    static ValueType<Optional<BigDecimal>> percentOrNone() {
        ValueType<BigDecimal> percent = percent();
        return new ValueType<>(
                "percent or none",
                "none, or " + percent.rule,
                text -> text.equals("none") ? Optional.empty() : Optional.of(percent.parse(text)));
    }

    static ValueType<Duration> seconds(int smallest, int largest) {
        ValueType<Integer> number = integer(smallest, largest);
        return new ValueType<>(number.name, number.rule, text -> Duration.ofSeconds(number.parse(text)));
    }

    static ValueType<Duration> hours(int smallest, int largest) {
        ValueType<Integer> number = integer(smallest, largest);
        return new ValueType<>(number.name, number.rule, text -> Duration.ofHours(number.parse(text)));
    }

    static ValueType<Duration> days(int smallest, int largest) {
        ValueType<Integer> number = integer(smallest, largest);
        return new ValueType<>(number.name, number.rule, text -> Duration.ofDays(number.parse(text)));
    }

    static ValueType<Instant> instant() {
        return new ValueType<>("instant", "an instant such as 2026-01-31T12:00:00Z", text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(e);
            }
        });
    }

    static ValueType<String> streamName() {
        return matching("stream name", "1 to 128 letters, digits, underscores, hyphens and dots", STREAM_NAME);
    }

    /** Returns names of reasons. The job knows which ones there are, but the rejected records may be of a later version. */
    static ValueType<List<String>> reasons() {
        return new ValueType<>("reasons", "reasons such as NOT_JSON or TYPE_MISMATCH, separated by commas", text -> {
            List<String> reasons = splitOnCommas(text);
            check(!reasons.isEmpty());
            check(reasons.stream().allMatch(reason -> REASON.matcher(reason).matches()));
            return reasons;
        });
    }

    static ValueType<RejectedBatch> rejectedBatch() {
        return new ValueType<>(
                "batch", "the number of a batch, or QUERY_ID/NUMBER as in the rejected record", RejectedBatch::parse);
    }

    static ValueType<Optional<Duration>> secondsOrNone(int smallest, int largest) {
        ValueType<Integer> number = integer(smallest, largest);
        return new ValueType<>(
                "integer or none",
                "none, or " + number.rule,
                text -> text.equals("none") ? Optional.empty() : Optional.of(Duration.ofSeconds(number.parse(text))));
    }

    static ValueType<StartingPosition> startingPosition() {
        return new ValueType<>(
                "position", "TRIM_HORIZON, LATEST or an instant such as 2026-01-31T12:00:00Z", StartingPosition::parse);
    }

    static ValueType<List<PartitionField>> partitionFields() {
        return new ValueType<>(
                "partition fields",
                "names of columns, or year(...), month(...) or day(...) of one, separated by commas, each column only once",
                text -> {
                    List<PartitionField> fields = Collections.unmodifiableList(splitOnCommas(text).stream()
                            .map(PartitionField::parse)
                            .collect(toList()));
                    check(fields.stream().map(PartitionField::column).distinct().count() == fields.size());
                    return fields;
                });
    }

    static ValueType<Optional<TimeText>> timeFormat() {
        return new ValueType<>(
                "time format",
                "none, iso, epoch_seconds, epoch_millis or a pattern of Java's DateTimeFormatter with at least year, month "
                        + "and day, such as M/d/yy or uuuu-MM-dd HH:mm:ss",
                text -> text.equals("none") ? Optional.empty() : Optional.of(TimeText.of(text)));
    }

    /** A comma that belongs to a value is written {@code \,}. */
    static ValueType<Map<String, String>> keyValuePairs() {
        return new ValueType<>("options", "key=value pairs separated by commas, each key once", ValueType::parsePairs);
    }

    /**
     * Returns one of the values of an enum, each by the word that its {@code toString} returns.
     *
     * @param name the type's name in the option table
     */
    static <E extends Enum<E>> ValueType<E> choice(String name, Class<E> values) {
        Map<String, E> byWord = new LinkedHashMap<>();
        for (E value : values.getEnumConstants()) {
            byWord.put(value.toString(), value);
        }
        return new ValueType<>(name, oneOf(new ArrayList<>(byWord.keySet())), text -> {
            check(byWord.containsKey(text));
            return byWord.get(text);
        });
    }

    /** Returns the words as a sentence lists them, such as {@code updates or inserts}. */
    private static String oneOf(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    private static ValueType<String> matching(String name, String rule, Pattern pattern) {
        return new ValueType<>(name, rule, text -> {
            check(pattern.matcher(text).matches());
            return text;
        });
    }

    private static StructType parseSchema(String text) {
        try {
            return StructType.fromDDL(text);
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            throw new IllegalArgumentException(e);
        }
    }

    private static URI parsePath(String text) {
        URI path = URI.create(text);
        check(path.getScheme() != null
                && path.getPath() != null
                && path.getPath().startsWith("/"));
        String scheme = path.getScheme().toLowerCase(Locale.ROOT);
        check(!HADOOP_ONLY_SCHEMES.contains(scheme));
        check(!scheme.equals("s3") || path.getAuthority() != null);
        return path;
    }

    private static Map<String, String> parsePairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            for (String pair : text.split("(?<!\\\\),", -1)) {
                int equals = pair.indexOf('=');
                check(equals > 0);
                String key = pair.substring(0, equals).trim();
                check(!key.isEmpty());
                String value = pair.substring(equals + 1).trim().replace("\\,", ",");
                check(pairs.put(key, value) == null);
            }
        }
        return Collections.unmodifiableMap(pairs);
    }

    private static List<String> splitOnCommas(String text) {
        if (text.trim().isEmpty()) {
            return Collections.emptyList();
        }
        return Collections.unmodifiableList(
                Arrays.stream(text.split(",", -1)).map(String::trim).collect(toList()));
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("the rule is broken");
        }
    }
}
