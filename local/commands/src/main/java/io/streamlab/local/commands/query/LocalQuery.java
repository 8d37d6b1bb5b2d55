package io.streamlab.local.commands.query;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Answers statements by Spark SQL, one after the other: the part of {@link Query} that runs in Spark's JVM. Spark's settings come as system
 * properties, the request as arguments.
 */
final class LocalQuery {
    private LocalQuery() {}

    public static void main(String... arguments) throws IOException {
        QueryRequest request = QueryRequest.of(List.of(arguments));
        System.exit(answer(request));
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
