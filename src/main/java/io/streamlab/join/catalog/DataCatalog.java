package io.streamlab.join.catalog;

import static java.util.stream.Collectors.toList;

import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructType;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.PartitionError;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/** Registers tables by the API of the Glue Data Catalog, for a Spark session that has another catalog or none. */
public final class DataCatalog implements TargetCatalog {
    /** Glue's own limit of BatchCreatePartition. */
    private static final int MOST_PARTITIONS_OF_A_CALL = 100;

    private static final String HIVE_PARQUET = "org.apache.hadoop.hive.ql.io.parquet.";

    private final GlueClient glue;

    DataCatalog(GlueClient glue) {
        this.glue = glue;
    }

    /** Opens the catalog with the SDK's own credentials, region and endpoint. */
    public static DataCatalog open() {
        return new DataCatalog(GlueClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build());
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean hasDatabase(String database) {
        try {
            return glue.getDatabase(request -> request.name(database)).database() != null;
        } catch (EntityNotFoundException e) {
            return false;
        }
    }

    @Override
    public boolean hasTable(String database, String table) {
        try {
            return glue.getTable(request -> request.databaseName(database).name(table))
                            .table()
                    != null;
        } catch (EntityNotFoundException e) {
            return false;
        }
    }

    @Override
    public void createDatabase(String database) {
        try {
            glue.createDatabase(request -> request.databaseInput(input -> input.name(database)));
        } catch (AlreadyExistsException somebodyElseWasFaster) {
            // The database exists, and the caller needs no more.
        }
    }

    /** Describes the table as Athena and Glue's crawlers do. */
    @Override
    public void createParquetTable(
            String database, String table, StructType columns, String partitionColumn, URI folder) {
        try {
            glue.createTable(request -> request.databaseName(database).tableInput(input -> input.name(table)
                    .tableType("EXTERNAL_TABLE")
                    .parameters(Collections.singletonMap("classification", "parquet"))
                    .partitionKeys(Column.builder()
                            .name(partitionColumn)
                            .type("string")
                            .build())
                    .storageDescriptor(parquet(columns, folder))));
        } catch (AlreadyExistsException anotherJobWasFaster) {
            // Two jobs start for the first time: the table is the same.
        }
    }

    @Override
    public boolean isPartitionedBy(String database, String table, String column) {
        return table(database, table).partitionKeys().stream()
                .map(Column::name)
                .collect(toList())
                .equals(Collections.singletonList(column));
    }

    @Override
    public void addPartitions(String database, String table, String column, Set<String> values) {
        StorageDescriptor ofTable = table(database, table).storageDescriptor();
        List<PartitionInput> partitions = values.stream()
                .map(value -> PartitionInput.builder()
                        .values(value)
                        .storageDescriptor(ofTable.toBuilder()
                                .location(ofTable.location().replaceAll("/+$", "") + "/" + column + "=" + value)
                                .build())
                        .build())
                .collect(toList());
        for (int from = 0; from < partitions.size(); from += MOST_PARTITIONS_OF_A_CALL) {
            List<PartitionInput> some =
                    partitions.subList(from, Math.min(partitions.size(), from + MOST_PARTITIONS_OF_A_CALL));
            List<PartitionError> failures = glue
                    .batchCreatePartition(request ->
                            request.databaseName(database).tableName(table).partitionInputList(some))
                    .errors()
                    .stream()
                    // The partition is there, and the caller needs no more.
                    .filter(error ->
                            !"AlreadyExistsException".equals(error.errorDetail().errorCode()))
                    .collect(toList());
            if (!failures.isEmpty()) {
                throw new IllegalStateException(
                        "Glue does not add partitions to " + database + "." + table + ": " + failures);
            }
        }
    }

    @Override
    public void removePartition(String database, String table, String column, String value) {
        try {
            glue.deletePartition(
                    request -> request.databaseName(database).tableName(table).partitionValues(value));
        } catch (EntityNotFoundException alreadyGone) {
            // The table does not have it, and the caller needs no more.
        }
    }

    private Table table(String database, String table) {
        return glue.getTable(request -> request.databaseName(database).name(table))
                .table();
    }

    private static StorageDescriptor parquet(StructType columns, URI folder) {
        List<Column> described = Arrays.stream(columns.fields())
                .map(field -> Column.builder()
                        .name(field.name())
                        .type(field.dataType().catalogString())
                        .build())
                .collect(toList());
        return StorageDescriptor.builder()
                .columns(described)
                .location(folder.toString())
                .inputFormat(HIVE_PARQUET + "MapredParquetInputFormat")
                .outputFormat(HIVE_PARQUET + "MapredParquetOutputFormat")
                .serdeInfo(serde -> serde.serializationLibrary(HIVE_PARQUET + "serde.ParquetHiveSerDe"))
                .build();
    }

    @Override
    public void close() {
        glue.close();
    }
}
