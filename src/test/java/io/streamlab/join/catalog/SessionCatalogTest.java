package io.streamlab.join.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a Hive metastore inside of this JVM. */
class SessionCatalogTest {
    private static final StructType COLUMNS = StructType.fromDDL("reason string, payload binary, batch_id bigint");

    @TempDir
    private static Path warehouse;

    private static SparkSession spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startSpark() {
        System.setProperty(
                "derby.stream.error.file", warehouse.resolve("derby.log").toString());
        spark = LocalSpark.replace(SparkSession.builder()
                .master("local[1]")
                .appName("catalog")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.catalogImplementation", "hive")
                .config("spark.sql.warehouse.dir", warehouse.toUri().toString())
                .config("spark.hadoop.javax.jdo.option.ConnectionURL", "jdbc:derby:memory:catalog;create=true")
                .config("spark.hadoop.datanucleus.schema.autoCreateAll", "true")
                .config("spark.hadoop.hive.metastore.schema.verification", "false"));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void aReaderFindsTheRecordsOfTheDaysThatWereAdded() {
        SessionCatalog catalog = new SessionCatalog(spark);
        assertThat(catalog.isShared()).isTrue();
        catalog.createDatabase("shop");
        catalog.createParquetTable("shop", "orders_rejected", COLUMNS, "arrived_on", folder.toUri());
        assertThat(catalog.hasTable("shop", "orders_rejected")).isTrue();
        assertThat(catalog.isPartitionedBy("shop", "orders_rejected", "arrived_on"))
                .isTrue();
        write("2026-01-30", "first");
        write("2026-01-31", "second");
        assertThat(reasons("true")).isEmpty();

        catalog.addPartitions("shop", "orders_rejected", "arrived_on", Set.of("2026-01-30"));
        catalog.addPartitions("shop", "orders_rejected", "arrived_on", Set.of("2026-01-30", "2026-01-31"));
        catalog.addPartitions("shop", "orders_rejected", "arrived_on", Set.of());

        assertThat(reasons("true")).containsExactlyInAnyOrder("first", "second");
        assertThat(reasons("arrived_on >= '2026-01-31'")).containsExactly("second");

        catalog.removePartition("shop", "orders_rejected", "arrived_on", "2026-01-30");
        catalog.removePartition("shop", "orders_rejected", "arrived_on", "2026-01-30");

        assertThat(reasons("true")).containsExactly("second");
        assertThat(folder.resolve("arrived_on=2026-01-30"))
                .as("the files stay")
                .isDirectoryContaining(file -> file.toString().endsWith(".parquet"));
    }

    @Test
    void seesThatATableOfAnEarlierVersionHasNoPartitions() {
        SessionCatalog catalog = new SessionCatalog(spark);
        catalog.createDatabase("shop");
        spark.catalog()
                .createTable(
                        "shop.old_rejected",
                        "parquet",
                        COLUMNS,
                        Map.of("path", folder.toUri().toString()));

        assertThat(catalog.isPartitionedBy("shop", "old_rejected", "arrived_on"))
                .isFalse();
    }

    @Test
    void takesAnyFolder() throws Exception {
        SessionCatalog catalog = new SessionCatalog(spark);
        catalog.createDatabase("shop");
        Path quoted = Files.createDirectory(folder.resolve("it's \"here\" \\ there"));

        catalog.createParquetTable("shop", "quoted_rejected", COLUMNS, "arrived_on", quoted.toUri());

        assertThat(catalog.hasTable("shop", "quoted_rejected")).isTrue();
    }

    private void write(String day, String reason) {
        spark.sql("select '" + reason + "' as reason, binary('{}') as payload, 1L as batch_id")
                .write()
                .parquet(folder.resolve("arrived_on=" + day).toUri().toString());
    }

    private static List<String> reasons(String condition) {
        return spark.table("shop.orders_rejected")
                .where(condition)
                .select("reason")
                .as(Encoders.STRING())
                .collectAsList();
    }
}
