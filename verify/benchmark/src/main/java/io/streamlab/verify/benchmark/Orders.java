package io.streamlab.verify.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlab.local.example.ExampleResources;
import io.streamlab.local.example.OrderColumns;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The records: orders as the example has them, as JSON of about 400 bytes. Key and version decide every byte of one.
 */
public final class Orders {
    private static final List<String> COLUMNS = OrderColumns.ALL;

    public static final StructType SCHEMA = COLUMNS.stream()
            .reduce(new StructType(), (schema, column) -> schema.add(column, DataTypes.StringType), (a, b) -> a);

    /** What the walk-through leaves out of the table. */
    public static final List<String> DROPPED =
            List.of("countryname", "country", "unitprice", "unitcost", "totalrevenue", "totalcost", "totalprofit");

    public static final String KEY = "uuid";
    public static final String ORDERING_FIELD = "orderdate";

    /** A column that keeps its value with the key, and has few values. */
    public static final String PARTITION_FIELD = "region";

    /** Where the job looks for the reference rows by default. */
    public static final String REFERENCE_TABLE = ExampleResources.REFERENCE_TABLE;

    /** The reference rows: code, countryname, combinedname. */
    public static final List<List<String>> REFERENCE = List.of(
            List.of("IN", "India", "IN-India"),
            List.of("US", "USA", "US-USA"),
            List.of("CA", "Canada", "CA-Canada"),
            List.of("CN", "China", "CN-China"));

    /** The items of the reference table, by its name. */
    public static final Map<String, List<List<String>>> REFERENCE_TABLES = Map.of(REFERENCE_TABLE, REFERENCE);

    /** The values of {@link #PARTITION_FIELD}. */
    public static final List<String> REGIONS = List.of("Asia", "Europe", "Americas", "Middle Eastern", "Africa");

    private static final List<String> COUNTRIES =
            List.of("United Arab Emirates", "China", "India", "United Kingdom", "United States of America");
    private static final List<String> ITEMS =
            List.of("Snacks", "Cereals", "Cosmetics", "Fruits", "Clothes", "Babycare", "Household");
    private static final List<String> PRIORITIES = List.of("H", "L", "M", "C");

    private Orders() {}

    /** Returns whether the reference table has the country of the order with this key: China or India. */
    public static boolean isMatched(long key) {
        return key % COUNTRIES.size() == 1 || key % COUNTRIES.size() == 2;
    }

    /** Of the order with this key, in all its versions. */
    public static String region(long key) {
        return pick(REGIONS, mix(key) >>> 9);
    }

    /**
     * Returns the order with this key as it is in this version.
     *
     * @param version the value of {@link #ORDERING_FIELD}, as milliseconds since 1970 a point in time; greater for the newer
     */
    public static byte[] payload(long key, long version) {
        long constant = mix(key);
        long varying = mix(key * 31 + version);
        Map<String, String> values = Map.of(
                "itemtype",
                pick(ITEMS, constant >>> 3),
                "saleschannel",
                pick(ITEMS, constant >>> 6),
                "orderpriority",
                pick(PRIORITIES, varying >>> 2),
                PARTITION_FIELD,
                region(key),
                "unitssold",
                Long.toString(Math.floorMod(varying, 10_000L)));
        StringBuilder json = new StringBuilder(448).append('{');
        append(json, KEY, new UUID(constant, mix(constant)).toString());
        append(json, "country", COUNTRIES.get((int) (key % COUNTRIES.size())));
        append(json, "itemtype", values.get("itemtype"));
        append(json, "saleschannel", values.get("saleschannel"));
        append(json, "orderpriority", values.get("orderpriority"));
        // Of one length, so that texts have the same order.
        append(json, ORDERING_FIELD, String.format("%015d", version));
        append(json, PARTITION_FIELD, values.get(PARTITION_FIELD));
        append(
                json,
                "shipdate",
                "2026-" + (10 + Math.floorMod(varying >>> 5, 3L)) + "-" + (10 + Math.floorMod(varying >>> 8, 20L)));
        append(json, "unitssold", values.get("unitssold"));
        for (String amount : COLUMNS.subList(COLUMNS.indexOf("unitprice"), COLUMNS.indexOf("impressiontime"))) {
            append(json, amount, Math.floorMod(varying >>> amount.length(), 1_000_000L) + ".50");
        }
        append(json, "impressiontime", "2026-10-24T02:" + (10 + Math.floorMod(varying >>> 11, 50L)) + ":41Z");
        json.setCharAt(json.length() - 1, '}');
        return json.toString().getBytes(UTF_8);
    }

    private static void append(StringBuilder json, String name, String value) {
        json.append('"').append(name).append("\":\"").append(value).append("\",");
    }

    private static String pick(List<String> values, long number) {
        return values.get((int) Math.floorMod(number, (long) values.size()));
    }

    /** SplitMix64's finishing step: neighbouring numbers become unrelated ones, and different ones stay different. */
    private static long mix(long number) {
        long mixed = number + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
