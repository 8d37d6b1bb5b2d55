package io.streamlab.join.endtoend;

import io.streamlab.join.LocalSpark;
import java.net.URI;
import org.apache.spark.sql.SparkSession;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The servers that the environment names; {@code scripts/test} starts them. */
public final class StandIn {
    /** Where the stand-in's bucket is. */
    static final String BUCKET = "s3://streamlab";

    private StandIn() {}

    static KinesisClient kinesis() {
        requireEnvironment("AWS_ENDPOINT_URL_KINESIS");
        return KinesisClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    public static DynamoDbClient dynamoDb() {
        requireEnvironment("AWS_ENDPOINT_URL_DYNAMODB");
        return DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    static GlueClient glue() {
        requireEnvironment("AWS_ENDPOINT_URL_GLUE");
        return GlueClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    static String requireEnvironment(String variable) {
        String value = System.getenv(variable);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException(
                    variable + " is not set: run the integration tests with scripts/test, or start "
                            + "the servers with scripts/local-stack start and eval \"$(scripts/local-stack env)\"");
        }
        return value;
    }

    /** A session that reads what the job wrote, by the catalog and from S3, as any other reader would. */
    static SparkSession reader() {
        URI s3 = URI.create(requireEnvironment("AWS_ENDPOINT_URL_S3"));
        return LocalSpark.replace(SparkSession.builder()
                .appName("reader")
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.session.timeZone", "UTC")
                // The job writes days before 1582 by the calendar of today. From Hudi's files Spark cannot see that.
                .config("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension")
                .config("spark.sql.catalogImplementation", "hive")
                .config("spark.sql.hive.convertMetastoreParquet", "false")
                .config("spark.hadoop.hive.metastore.uris", requireEnvironment("HIVE_METASTORE_URIS"))
                .config("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem")
                .config("spark.hadoop.fs.s3a.endpoint", s3.toString())
                .config("spark.hadoop.fs.s3a.endpoint.region", requireEnvironment("AWS_REGION"))
                .config(
                        "spark.hadoop.fs.s3a.connection.ssl.enabled",
                        Boolean.toString(s3.getScheme().equals("https")))
                .config("spark.hadoop.fs.s3a.path.style.access", "true")
                .config("spark.hadoop.fs.s3a.access.key", requireEnvironment("AWS_ACCESS_KEY_ID"))
                .config("spark.hadoop.fs.s3a.secret.key", requireEnvironment("AWS_SECRET_ACCESS_KEY")));
    }
}
