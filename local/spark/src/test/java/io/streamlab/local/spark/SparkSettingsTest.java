package io.streamlab.local.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SparkSettingsTest {
    @Test
    void withAMetastoreTheCatalogIsHives() {
        assertThat(SparkSettings.of(
                        URI.create("http://127.0.0.1:9000"),
                        "eu-west-1",
                        Optional.of(URI.create("thrift://127.0.0.1:9083"))))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("spark.ui.enabled", "false"),
                        Map.entry("spark.serializer", "org.apache.spark.serializer.KryoSerializer"),
                        Map.entry("spark.sql.session.timeZone", "UTC"),
                        Map.entry("spark.sql.hive.convertMetastoreParquet", "false"),
                        Map.entry("spark.sql.catalogImplementation", "hive"),
                        Map.entry("spark.hadoop.hive.metastore.uris", "thrift://127.0.0.1:9083"),
                        Map.entry("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem"),
                        Map.entry(
                                "spark.hadoop.fs.AbstractFileSystem.s3.impl", "io.streamlab.local.spark.S3FileContext"),
                        Map.entry("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:9000"),
                        Map.entry("spark.hadoop.fs.s3a.endpoint.region", "eu-west-1"),
                        Map.entry("spark.hadoop.fs.s3a.path.style.access", "true"),
                        Map.entry("spark.hadoop.fs.s3a.connection.ssl.enabled", "false"),
                        Map.entry(
                                "spark.hadoop.fs.s3a.aws.credentials.provider",
                                "com.amazonaws.auth.DefaultAWSCredentialsProviderChain")));
    }

    @Test
    void withoutAMetastoreTheCatalogIsInMemory() {
        assertThat(SparkSettings.of(URI.create("http://127.0.0.1:9000"), "eu-west-1", Optional.empty()))
                .containsEntry("spark.sql.catalogImplementation", "in-memory")
                .doesNotContainKey("spark.hadoop.hive.metastore.uris");
    }

    @Test
    void anHttpsEndpointIsSpokenToInTls() {
        assertThat(SparkSettings.of(URI.create("https://s3.localhost.example"), "eu-west-1", Optional.empty()))
                .containsEntry("spark.hadoop.fs.s3a.connection.ssl.enabled", "true");
    }
}
