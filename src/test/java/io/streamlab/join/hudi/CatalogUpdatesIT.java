package io.streamlab.join.hudi;

import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.TargetConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStore;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.shims.ShimLoader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.thrift.TException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hudi itself with a Hive metastore inside of this JVM: when the catalog's table changes, and what the catalog has then. */
class CatalogUpdatesIT {
    private static final StructType SCHEMA =
            StructType.fromDDL("_event_order string, uuid string, region string, value string");

    private static final String SHORT_TIMELINE =
            "hoodie.cleaner.commits.retained=1,hoodie.keep.min.commits=2,hoodie.keep.max.commits=3";

    /** More than Hudi keeps in its active timeline. */
    private static final int MANY = 8;

    @TempDir
    private static Path metastore;

    private static SparkSession spark;
    private static HiveMetaStoreClient client;

    private static int tables;

    @TempDir
    private Path folder;

    private String name;
    private long batches;

    @BeforeAll
    static void startSpark() throws IOException, MetaException {
        System.setProperty(
                "derby.stream.error.file", metastore.resolve("derby.log").toString());
        int port = serveMetastore();
        spark = LocalSpark.replace(SparkSession.builder()
                .master("local[2]")
                .appName("catalog updates")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.sql.catalogImplementation", "hive")
                .config("spark.sql.warehouse.dir", metastore.toUri().toString())
                .config("spark.hadoop.hive.metastore.uris", "thrift://127.0.0.1:" + port)
                // Hudi asks the file system where the metastore is. One that another test has left does not know.
                .config("spark.hadoop.fs.file.impl.disable.cache", true));
        spark.sql("CREATE DATABASE IF NOT EXISTS my_kinesis_db");
        HiveConf configuration = new HiveConf();
        configuration.set("hive.metastore.uris", "thrift://127.0.0.1:" + port);
        client = new HiveMetaStoreClient(configuration);
    }

    /** Returns the port of a metastore that ends with the JVM: it cannot be stopped. */
    private static int serveMetastore() throws IOException {
        HiveConf configuration = new HiveConf();
        configuration.set("javax.jdo.option.ConnectionURL", "jdbc:derby:memory:updates;create=true");
        configuration.set("datanucleus.schema.autoCreateAll", "true");
        configuration.set("hive.metastore.schema.verification", "false");
        configuration.set("hive.metastore.warehouse.dir", metastore.toUri().toString());
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Thread server = new Thread(
                () -> {
                    try {
                        HiveMetaStore.startMetaStore(port, ShimLoader.getHadoopThriftAuthBridge(), configuration);
                    } catch (Throwable e) {
                        throw new IllegalStateException("The metastore cannot be started", e);
                    }
                },
                "metastore");
        server.setDaemon(true);
        server.start();
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> {
            new Socket("127.0.0.1", port).close();
            return true;
        });
        return port;
    }

    @AfterAll
    static void stopSpark() {
        client.close();
        spark.stop();
    }

    @BeforeEach
    void nameTable() {
        name = "orders" + tables++;
    }

    @Test
    void theTableInTheCatalogDoesNotChangeWithCommits() {
        Map<String, String> afterTheFirst;
        try (HudiTable table = open("hudi_options", SHORT_TIMELINE)) {
            upsert(table, "Asia");
            afterTheFirst = properties();

            for (int commit = 0; commit < MANY; commit++) {
                upsert(table, "Asia");
            }

            assertThat(properties()).isEqualTo(afterTheFirst);
        }
        try (HudiTable table = open("hudi_options", SHORT_TIMELINE)) {
            upsert(table, "Asia");
        }

        assertThat(properties()).as("after a restart").isEqualTo(afterTheFirst);
    }

    @Test
    void theCatalogGetsAPartitionWithTheCommitThatMakesIt() throws TException {
        try (HudiTable table = open("partition_fields", "region", "hudi_options", SHORT_TIMELINE)) {
            upsert(table, "Asia");
            upsert(table, "Asia", "Süd/see");
            upsert(table, "Asia");
            assertThat(regions()).containsExactlyInAnyOrder("Asia", "Süd/see");

            for (int commit = 0; commit < MANY; commit++) {
                upsert(table, "Asia");
            }
            upsert(table, "Europe");

            assertThat(regions()).containsExactlyInAnyOrder("Asia", "Süd/see", "Europe");
        }
    }

    @Test
    void aReplayRegistersWhatARunDidNotComeToRegister() throws TException {
        try (HudiTable table = open("partition_fields", "region")) {
            upsert(table, "Asia");
        }
        batches = 1;
        try (HudiTable killed =
                open("partition_fields", "region", "hudi_options", "hoodie.datasource.hive_sync.enable=false")) {
            upsert(killed, "Europe");
        }
        assertThat(regions()).containsExactly("Asia");

        batches = 1;
        try (HudiTable restarted = open("partition_fields", "region")) {
            UpsertOutcome outcome = restarted.upsert(rows("Europe"), Optional.empty(), nextBatch(), true);

            assertThat(outcome.wasHeld()).isTrue();
        }
        assertThat(regions()).containsExactlyInAnyOrder("Asia", "Europe");
    }

    @Test
    void aColumnComesWithTheFirstCommitOfTheRunThatAddsIt() {
        try (HudiTable table = open()) {
            upsert(table, "Asia");
        }
        StructType wider = SCHEMA.add("giftnote", "string");
        try (HudiTable table = HudiTable.open(spark, TablePlan.of(target(), wider, Map.of()))) {
            table.upsert(
                    spark.createDataFrame(List.of(RowFactory.create("9", "key", "Asia", "value", "hello")), wider),
                    Optional.empty(),
                    nextBatch(),
                    false);
        }

        assertThat(spark.table("my_kinesis_db." + name).columns()).contains("giftnote");
    }

    @Test
    void theUserCanHaveEachCommitInTheCatalog() {
        try (HudiTable table = open("hudi_options", "hoodie.datasource.meta_sync.condition.sync=false")) {
            upsert(table, "Asia");
            String first = properties().get("last_commit_time_sync");
            HudiCommit second = upsert(table, "Asia");

            assertThat(properties().get("last_commit_time_sync"))
                    .isEqualTo(second.instant())
                    .isGreaterThan(first);
        }
    }

    private HudiTable open(String... options) {
        return HudiTable.open(spark, TablePlan.of(target(options), SCHEMA, Map.of()));
    }

    private TargetConfig target(String... options) {
        List<String> all = new ArrayList<>(List.of(
                "target_path",
                folder.resolve("table").toUri().toString(),
                "target_table",
                name,
                "target_database",
                "my_kinesis_db"));
        all.addAll(List.of(options));
        return ExampleConfig.with(all.toArray(String[]::new)).target();
    }

    private HudiCommit upsert(HudiTable table, String... regions) {
        return table.upsert(rows(regions), Optional.empty(), nextBatch(), false).batch();
    }

    private BatchProvenance nextBatch() {
        return BatchProvenance.ofBatch("query", batches)
                .withOffsets(NotedOffsets.whole("start " + batches), NotedOffsets.whole("end " + batches++));
    }

    private Dataset<Row> rows(String... regions) {
        List<Row> rows = new ArrayList<>();
        for (String region : regions) {
            rows.add(RowFactory.create("5", "key of " + region, region, "value"));
        }
        return spark.createDataFrame(rows, SCHEMA);
    }

    private Map<String, String> properties() {
        return spark.sql("SHOW TBLPROPERTIES my_kinesis_db." + name).collectAsList().stream()
                .collect(toMap(row -> row.getString(0), row -> row.getString(1)));
    }

    private List<String> regions() throws TException {
        return client.listPartitions("my_kinesis_db", name, (short) -1).stream()
                .map(partition -> partition.getValues().get(0))
                .collect(toList());
    }
}
