package io.streamlab.join.record;

import io.streamlab.join.catalog.TargetCatalog;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/** Remembers what is changed in it. */
final class RecordingCatalog implements TargetCatalog {
    private final Set<String> present = new HashSet<>();
    final List<String> changes = new ArrayList<>();
    boolean shared = true;
    boolean partitioned = true;
    boolean refusesPartitions;
    RuntimeException failure;

    void has(String... names) {
        present.addAll(List.of(names));
    }

    @Override
    public boolean isShared() {
        return shared;
    }

    @Override
    public boolean hasDatabase(String database) {
        return present.contains(database);
    }

    @Override
    public boolean hasTable(String database, String name) {
        return present.contains(database + "." + name);
    }

    @Override
    public void createDatabase(String database) {
        changes.add("database " + database);
    }

    @Override
    public void createParquetTable(
            String database, String name, StructType columns, String partitionColumn, URI folder) {
        if (failure != null) {
            throw failure;
        }
        changes.add("table " + database + "." + name + " in " + folder + ", partitioned by " + partitionColumn + ": "
                + columns.toDDL());
    }

    @Override
    public boolean isPartitionedBy(String database, String name, String column) {
        return partitioned;
    }

    @Override
    public void addPartitions(String database, String name, String column, Set<String> values) {
        if (refusesPartitions) {
            throw new IllegalStateException("not authorized");
        }
        changes.add("partitions of " + database + "." + name + ": " + column + " " + values);
    }

    @Override
    public void removePartition(String database, String name, String column, String value) {
        if (refusesPartitions) {
            throw new IllegalStateException("not authorized");
        }
        changes.add("no partition of " + database + "." + name + ": " + column + " " + value);
    }

    @Override
    public void close() {}
}
