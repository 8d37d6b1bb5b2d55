package io.streamlab.local.benchmark.upsert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.streamlab.local.benchmark.upsert.Workload.Change;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The records: orders as the example has them, as JSON of about 400 bytes, in the columns of the Kinesis source. Key and version decide every
 * byte of one.
 */
final class Orders {
    /** The columns of the example's source table, all of them strings. */
    static final List<String> COLUMNS = List.of(
            "uuid",
            "country",
            "itemtype",
            "saleschannel",
            "orderpriority",
            "orderdate",
            "region",
            "shipdate",
            "unitssold",
            "unitprice",
            "unitcost",
            "totalrevenue",
            "totalcost",
            "totalprofit",
            "impressiontime");

    static final StructType SCHEMA = COLUMNS.stream()
            .reduce(new StructType(), (schema, column) -> schema.add(column, DataTypes.StringType), (a, b) -> a);

    /** What the walk-through leaves out of the table. */
    static final List<String> DROPPED =
            List.of("countryname", "country", "unitprice", "unitcost", "totalrevenue", "totalcost", "totalprofit");

    static final String KEY = "uuid";
    static final String ORDERING_FIELD = "orderdate";

    /** The reference rows: code, countryname, combinedname. */
    static final List<List<String>> REFERENCE = List.of(
            List.of("IN", "India", "IN-India"),
            List.of("US", "USA", "US-USA"),
            List.of("CA", "Canada", "CA-Canada"),
            List.of("CN", "China", "CN-China"));

    private static final String[] COUNTRIES = {
        "United Arab Emirates", "China", "India", "United Kingdom", "United States of America"
    };
    private static final String[] ITEMS = {
        "Snacks", "Cereals", "Cosmetics", "Fruits", "Clothes", "Babycare", "Household"
    };
    private static final String[] REGIONS = {"Asia", "Europe", "Americas", "Middle Eastern", "Africa"};
    private static final String[] PRIORITIES = {"H", "L", "M", "C"};

    private static final StructType CHANGES =
            new StructType().add("key", DataTypes.LongType).add("version", DataTypes.LongType);

    private Orders() {}

    /** The rows of the table before the first batch, as records. */
    static Dataset<Row> preload(SparkSession spark, long rows) {
        return records(spark.range(rows)
                .select(col("id").as("key"), lit(Workload.FIRST_VERSION).as("version")));
    }

    static Dataset<Row> of(SparkSession spark, List<Change> changes) {
        List<Row> rows = changes.stream()
                .map(change -> RowFactory.create(change.key(), change.version()))
                .toList();
        return records(spark.createDataFrame(rows, CHANGES));
    }

    /** Whether the reference table has the country of the order with this key: China or India. */
    static boolean isMatched(long key) {
        return key % COUNTRIES.length == 1 || key % COUNTRIES.length == 2;
    }

    private static Dataset<Row> records(Dataset<Row> changes) {
        UserDefinedFunction payload = udf((UDF2<Long, Long, byte[]>) Orders::json, DataTypes.BinaryType);
        return changes.select(
                payload.apply(col("key"), col("version")).as("data"),
                lit("my_stream").as("streamName"),
                col("key").cast("string").as("partitionKey"),
                col("version").cast("string").as("sequenceNumber"),
                lit("2026-01-31 12:00:00").cast("timestamp").as("approximateArrivalTimestamp"),
                lit("shardId-000000000000").as("shardId"),
                lit(0L).as("subSequenceNumber"));
    }

    private static byte[] json(long key, long version) {
        long constant = mix(key);
        long varying = mix(key * 31 + version);
        Map<String, String> values = Map.of(
                "itemtype", pick(ITEMS, constant >>> 3),
                "saleschannel", pick(ITEMS, constant >>> 6),
                "orderpriority", pick(PRIORITIES, varying >>> 2),
                "region", pick(REGIONS, constant >>> 9),
                "unitssold", Long.toString(Math.floorMod(varying, 10_000L)));
        StringBuilder json = new StringBuilder(448).append('{');
        append(json, KEY, new UUID(constant, mix(constant)).toString());
        append(json, "country", COUNTRIES[(int) (key % COUNTRIES.length)]);
        append(json, "itemtype", values.get("itemtype"));
        append(json, "saleschannel", values.get("saleschannel"));
        append(json, "orderpriority", values.get("orderpriority"));
        // As milliseconds since 1970 it is a point in time; of one length, so that texts have the same order.
        append(json, ORDERING_FIELD, String.format("%015d", version));
        append(json, "region", values.get("region"));
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

    private static String pick(String[] values, long number) {
        return values[(int) Math.floorMod(number, (long) values.length)];
    }

    /** SplitMix64's finishing step: neighbouring numbers become unrelated ones, and different ones stay different. */
    private static long mix(long number) {
        long mixed = number + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
