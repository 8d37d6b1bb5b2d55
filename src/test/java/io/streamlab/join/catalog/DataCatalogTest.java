package io.streamlab.join.catalog;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AccessDeniedException;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionResponse;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateDatabaseResponse;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.CreateTableResponse;
import software.amazon.awssdk.services.glue.model.DeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionResponse;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetDatabaseResponse;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.GetTableResponse;
import software.amazon.awssdk.services.glue.model.PartitionError;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

class DataCatalogTest {
    private static final StructType COLUMNS = StructType.fromDDL("reason string, payload binary, batch_id bigint");

    private final GlueInMemory glue = new GlueInMemory();
    private final DataCatalog catalog = new DataCatalog(glue);

    @Test
    void findsWhatItHasCreated() {
        assertThat(catalog.hasDatabase("shop")).isFalse();
        catalog.createDatabase("shop");
        assertThat(catalog.hasDatabase("shop")).isTrue();

        assertThat(catalog.hasTable("shop", "orders_rejected")).isFalse();
        catalog.createParquetTable("shop", "orders_rejected", COLUMNS, "arrived_on", URI.create("s3://lake/rejected/"));
        assertThat(catalog.hasTable("shop", "orders_rejected")).isTrue();
    }

    @Test
    void describesParquetFilesAsAthenaReadsThem() {
        catalog.createDatabase("shop");
        catalog.createParquetTable("shop", "orders_rejected", COLUMNS, "arrived_on", URI.create("s3://lake/rejected/"));

        TableInput table = glue.tables.get("shop.orders_rejected");
        assertThat(table.tableType()).isEqualTo("EXTERNAL_TABLE");
        assertThat(table.parameters()).isEqualTo(Map.of("classification", "parquet"));
        assertThat(table.storageDescriptor().location()).isEqualTo("s3://lake/rejected/");
        assertThat(table.partitionKeys()).containsExactly(column("arrived_on", "string"));
        assertThat(table.storageDescriptor().columns())
                .containsExactly(column("reason", "string"), column("payload", "binary"), column("batch_id", "bigint"));
        assertThat(table.storageDescriptor().serdeInfo().serializationLibrary())
                .isEqualTo("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe");
        assertThat(List.of(
                        table.storageDescriptor().inputFormat(),
                        table.storageDescriptor().outputFormat()))
                .containsExactly(
                        "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                        "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat");
    }

    @Test
    void addsThePartitionsThatTheTableLacks() {
        catalog.createDatabase("shop");
        catalog.createParquetTable("shop", "orders_rejected", COLUMNS, "arrived_on", URI.create("s3://lake/rejected/"));
        assertThat(catalog.isPartitionedBy("shop", "orders_rejected", "arrived_on"))
                .isTrue();
        assertThat(catalog.isPartitionedBy("shop", "orders_rejected", "code")).isFalse();

        catalog.addPartitions("shop", "orders_rejected", "arrived_on", Set.of("2026-01-31"));
        catalog.addPartitions("shop", "orders_rejected", "arrived_on", daysOf2026());

        assertThat(glue.partitions).hasSize(365);
        catalog.removePartition("shop", "orders_rejected", "arrived_on", "2026-12-31");
        catalog.removePartition("shop", "orders_rejected", "arrived_on", "2026-12-31");
        assertThat(glue.partitions).hasSize(364).doesNotContainKey("2026-12-31");
        PartitionInput partition = glue.partitions.get("2026-01-31");
        assertThat(partition.storageDescriptor().location()).isEqualTo("s3://lake/rejected/arrived_on=2026-01-31");
        assertThat(partition.storageDescriptor().columns()).hasSize(3);
    }

    @Test
    void aRefusedPartitionIsAFailure() {
        catalog.createDatabase("shop");
        catalog.createParquetTable("shop", "orders_rejected", COLUMNS, "arrived_on", URI.create("s3://lake/rejected/"));

        assertThatThrownBy(() -> catalog.addPartitions("shop", "orders_rejected", "arrived_on", Set.of("refused")))
                .hasMessageContaining("shop.orders_rejected")
                .hasMessageContaining("InternalServiceException");
    }

    private static Set<String> daysOf2026() {
        return LocalDate.of(2026, 1, 1)
                .datesUntil(LocalDate.of(2027, 1, 1))
                .map(LocalDate::toString)
                .collect(toSet());
    }

    @Test
    void aDatabaseThatSomebodyElseHasJustCreatedIsNoFailure() {
        catalog.createDatabase("shop");

        assertThatCode(() -> catalog.createDatabase("shop")).doesNotThrowAnyException();
    }

    @Test
    void aTableThatAnotherJobHasJustCreatedIsNoFailure() {
        catalog.createDatabase("shop");
        URI folder = URI.create("s3://lake/rejected");
        catalog.createParquetTable("shop", "orders_rejected", COLUMNS, "arrived_on", folder);

        assertThatCode(() -> catalog.createParquetTable("shop", "orders_rejected", COLUMNS, "arrived_on", folder))
                .doesNotThrowAnyException();
    }

    @Test
    void aRefusalIsNotTakenForAbsence() {
        glue.failure = AccessDeniedException.builder().message("not authorized").build();

        assertThatThrownBy(() -> catalog.hasDatabase("shop")).isSameAs(glue.failure);
        assertThatThrownBy(() -> catalog.hasTable("shop", "orders")).isSameAs(glue.failure);
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    /** Keeps what is created. */
    private static final class GlueInMemory implements GlueClient {
        private final Map<String, String> databases = new TreeMap<>();
        private final Map<String, TableInput> tables = new TreeMap<>();
        private final Map<String, PartitionInput> partitions = new TreeMap<>();
        private RuntimeException failure;

        @Override
        public BatchCreatePartitionResponse batchCreatePartition(BatchCreatePartitionRequest request) {
            assertThat(request.partitionInputList()).hasSizeLessThanOrEqualTo(100);
            List<PartitionError> errors = new ArrayList<>();
            for (PartitionInput partition : request.partitionInputList()) {
                String value = partition.values().get(0);
                if (value.equals("refused")) {
                    errors.add(error(partition, "InternalServiceException"));
                } else if (partitions.putIfAbsent(value, partition) != null) {
                    errors.add(error(partition, "AlreadyExistsException"));
                }
            }
            return BatchCreatePartitionResponse.builder().errors(errors).build();
        }

        @Override
        public DeletePartitionResponse deletePartition(DeletePartitionRequest request) {
            String value = request.partitionValues().get(0);
            require(partitions.remove(value) != null, value);
            return DeletePartitionResponse.builder().build();
        }

        private static PartitionError error(PartitionInput partition, String code) {
            return PartitionError.builder()
                    .partitionValues(partition.values())
                    .errorDetail(detail -> detail.errorCode(code))
                    .build();
        }

        @Override
        public GetDatabaseResponse getDatabase(GetDatabaseRequest request) {
            refuse();
            require(databases.containsKey(request.name()), request.name());
            return GetDatabaseResponse.builder()
                    .database(database -> database.name(request.name()))
                    .build();
        }

        @Override
        public CreateDatabaseResponse createDatabase(CreateDatabaseRequest request) {
            String name = request.databaseInput().name();
            if (databases.putIfAbsent(name, name) != null) {
                throw AlreadyExistsException.builder().message(name).build();
            }
            return CreateDatabaseResponse.builder().build();
        }

        @Override
        public GetTableResponse getTable(GetTableRequest request) {
            refuse();
            TableInput table = tables.get(request.databaseName() + "." + request.name());
            require(table != null, request.name());
            return GetTableResponse.builder()
                    .table(Table.builder()
                            .name(request.name())
                            .partitionKeys(table.partitionKeys())
                            .storageDescriptor(table.storageDescriptor())
                            .build())
                    .build();
        }

        @Override
        public CreateTableResponse createTable(CreateTableRequest request) {
            require(databases.containsKey(request.databaseName()), request.databaseName());
            TableInput before = tables.putIfAbsent(
                    request.databaseName() + "." + request.tableInput().name(), request.tableInput());
            if (before != null) {
                throw AlreadyExistsException.builder().message(before.name()).build();
            }
            return CreateTableResponse.builder().build();
        }

        private void refuse() {
            if (failure != null) {
                throw failure;
            }
        }

        private static void require(boolean found, String name) {
            if (!found) {
                throw EntityNotFoundException.builder().message(name).build();
            }
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
