package io.streamlab.local.commands.query;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Answers statements by Spark SQL, one after the other: the part of {@link Query} that runs in Spark's JVM. Spark's settings come as system
 * properties, the request as arguments.
 */
public final class LocalQuery {
    private LocalQuery() {}

    public static void main(String... arguments) throws IOException {
        System.exit(answer(List.of(arguments)));
    }

    /**
     * Answers a request by a Spark of its own.
     *
     * @param arguments as {@link QueryRequest#toArguments} makes them
     * @return the exit code
     */
    public static int answer(List<String> arguments) throws IOException {
        return answer(QueryRequest.of(arguments));
    }

    /** Returns Spark's settings for reading what the job has written, wherever the tables are. */
    public static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        // For the tables of a try-out; 200 partitions, Spark's default, would take longer to schedule than to compute.
        settings.put("spark.sql.shuffle.partitions", "2");
        settings.put("spark.sql.datetime.java8API.enabled", "true");
        // The job writes days before 1582 by the calendar of today. From Hudi's files Spark cannot see that.
        settings.put("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED");
        return settings;
    }

    private static int answer(QueryRequest request) throws IOException {
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            boolean databaseExists = spark.catalog().databaseExists(request.database());
            ResultWriter writer = request.writer();
            for (String statement : request.statements()) {
                // A session remembers the files of the tables that it has read: a new one sees what has been written
                // since.
                SparkSession session = spark.newSession();
                if (databaseExists) {
                    session.catalog().setCurrentDatabase(request.database());
                }
                writer.write(SparkRows.collect(session.sql(statement)));
            }
            return 0;
        } catch (Exception e) {
            System.err.println("query: " + ErrorLine.of(e));
            return 1;
        }
    }
}
