package io.streamlab.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The databases, tables, versions of tables and partitions, in memory. Names are folded to lower case, as the service does. Safe for several threads.
 *
 * <p>A stored database is a {@code Database} and a stored table a {@code Table} of the service's JSON: what came in as
 * {@code DatabaseInput} or {@code TableInput}, and what the service adds. Times are seconds since 1970.
 *
 * <p>An update archives the table as it was, unless the request says otherwise. The service keeps a number of versions and then
 * refuses every update.
 */
final class Catalog {

    /** The account that the other emulators of the stand-in answer for. */
    static final String ACCOUNT = "000000000000";

    private static final String CREATED_BY = "arn:aws:iam::" + ACCOUNT + ":user/local";

    /** The members of the service's DatabaseInput. */
    private static final Set<String> DATABASE_INPUT = Set.of(
            "Name", "Description", "LocationUri", "Parameters", "CreateTableDefaultPermissions", "TargetDatabase");

    /** The members of the service's TableInput that it gives back as members of Table. */
    private static final Set<String> TABLE_INPUT = Set.of(
            "Name",
            "Description",
            "Owner",
            "LastAccessTime",
            "LastAnalyzedTime",
            "Retention",
            "StorageDescriptor",
            "PartitionKeys",
            "ViewOriginalText",
            "ViewExpandedText",
            "TableType",
            "Parameters",
            "TargetTable");

    /** The members of the service's PartitionInput that it gives back as members of Partition. */
    private static final Set<String> PARTITION_INPUT =
            Set.of("Values", "LastAccessTime", "StorageDescriptor", "Parameters", "LastAnalyzedTime");

    /** The service's quota of versions for each table. */
    static final int MOST_VERSIONS = 100_000;

    private record Database(ObjectNode description, Map<String, Table> tables) {}

    /**
     * A table.
     *
     * @param versions the last one is the table as it is; the others are archived
     * @param partitions by their values
     */
    private record Table(List<ObjectNode> versions, Map<List<String>, ObjectNode> partitions) {
        Table(ObjectNode first) {
            this(new ArrayList<>(List.of(first)), new LinkedHashMap<>());
        }

        ObjectNode current() {
            return versions.get(versions.size() - 1);
        }
    }

    private final Clock clock;
    private final int mostVersions;
    private final Map<String, Database> databases = new TreeMap<>();

    Catalog(Clock clock) {
        this(clock, MOST_VERSIONS);
    }

    /** @param mostVersions how many versions a table may have, the current one among them */
    Catalog(Clock clock, int mostVersions) {
        this.clock = clock;
        this.mostVersions = mostVersions;
    }

    synchronized void createDatabase(ObjectNode databaseInput) {
        String name = nameOf(databaseInput, "databaseInput");
        if (databases.containsKey(name)) {
            throw GlueException.alreadyExists("Database already exists.");
        }
        databases.put(name, new Database(describeDatabase(databaseInput, now()), new TreeMap<>()));
    }

    synchronized void updateDatabase(String name, ObjectNode databaseInput) {
        Database old = database(name);
        if (!nameOf(databaseInput, "databaseInput").equals(fold(name))) {
            throw GlueException.invalidInput("A database cannot be renamed.");
        }
        double created = old.description().get("CreateTime").doubleValue();
        databases.put(fold(name), new Database(describeDatabase(databaseInput, created), old.tables()));
    }

    synchronized ObjectNode getDatabase(String name) {
        return database(name).description().deepCopy();
    }

    /** Sorted by name. */
    synchronized List<ObjectNode> getDatabases() {
        return databases.values().stream()
                .map(database -> database.description().deepCopy())
                .toList();
    }

    /** Removes its tables too. */
    synchronized void deleteDatabase(String name) {
        database(name);
        databases.remove(fold(name));
    }

    synchronized void createTable(String databaseName, ObjectNode tableInput) {
        Map<String, Table> tables = database(databaseName).tables();
        String name = nameOf(tableInput, "tableInput");
        if (tables.containsKey(name)) {
            throw GlueException.alreadyExists("Table already exists.");
        }
        tables.put(name, new Table(describeTable(databaseName, tableInput, now(), 0)));
    }

    /**
     * Replaces everything but the name and the time of creation, and counts the version up.
     *
     * @param skipArchive whether the version before goes
     */
    synchronized void updateTable(String databaseName, ObjectNode tableInput, boolean skipArchive) {
        Table table = table(databaseName, nameOf(tableInput, "tableInput"));
        ObjectNode old = table.current();
        if (!skipArchive && table.versions().size() >= mostVersions) {
            throw GlueException.resourceNumberLimitExceeded("The table " + databaseName + "."
                    + old.get("Name").textValue() + " has " + mostVersions + " versions, and may have no more.");
        }
        double created = old.get("CreateTime").doubleValue();
        int version = version(old) + 1;
        if (skipArchive) {
            table.versions().remove(old);
        }
        table.versions().add(describeTable(databaseName, tableInput, created, version));
    }

    synchronized ObjectNode getTable(String databaseName, String name) {
        return table(databaseName, name).current().deepCopy();
    }

    /** Returns the current one and those that are archived, the newest first. */
    synchronized List<ObjectNode> getTableVersions(String databaseName, String name) {
        List<ObjectNode> versions = new ArrayList<>();
        table(databaseName, name).versions().forEach(version -> versions.add(version.deepCopy()));
        Collections.reverse(versions);
        return versions;
    }

    /** Removes an archived version. */
    synchronized void deleteTableVersion(String databaseName, String name, String versionId) {
        Table table = table(databaseName, name);
        ObjectNode version = table.versions().stream()
                .filter(known -> known.get("VersionId").textValue().equals(versionId))
                .findFirst()
                .orElseThrow(() -> GlueException.entityNotFound("Version " + versionId + " not found."));
        if (version == table.current()) {
            throw GlueException.invalidInput("Version " + versionId + " is the current one.");
        }
        table.versions().remove(version);
    }

    synchronized void createPartition(String databaseName, String name, ObjectNode partitionInput) {
        Map<List<String>, ObjectNode> partitions = table(databaseName, name).partitions();
        List<String> values = valuesOf(databaseName, name, partitionInput);
        if (partitions.containsKey(values)) {
            throw GlueException.alreadyExists("Partition already exists.");
        }
        partitions.put(values, describePartition(databaseName, name, partitionInput, now()));
    }

    /** Replaces everything but the time of creation. */
    synchronized void updatePartition(
            String databaseName, String name, List<String> values, ObjectNode partitionInput) {
        ObjectNode old = partition(databaseName, name, values);
        List<String> newValues = valuesOf(databaseName, name, partitionInput);
        Map<List<String>, ObjectNode> partitions = table(databaseName, name).partitions();
        if (!newValues.equals(values) && partitions.containsKey(newValues)) {
            throw GlueException.alreadyExists("Partition already exists.");
        }
        partitions.remove(values);
        double created = old.get("CreationTime").doubleValue();
        partitions.put(newValues, describePartition(databaseName, name, partitionInput, created));
    }

    synchronized ObjectNode getPartition(String databaseName, String name, List<String> values) {
        return partition(databaseName, name, values).deepCopy();
    }

    synchronized List<ObjectNode> getPartitions(String databaseName, String name) {
        List<ObjectNode> partitions = new ArrayList<>();
        table(databaseName, name).partitions().values().forEach(partition -> partitions.add(partition.deepCopy()));
        return partitions;
    }

    synchronized void deletePartition(String databaseName, String name, List<String> values) {
        partition(databaseName, name, values);
        table(databaseName, name).partitions().remove(values);
    }

    /** Sorted by name. */
    synchronized List<ObjectNode> getTables(String databaseName) {
        List<ObjectNode> tables = new ArrayList<>();
        database(databaseName)
                .tables()
                .values()
                .forEach(table -> tables.add(table.current().deepCopy()));
        return tables;
    }

    synchronized void deleteTable(String databaseName, String name) {
        table(databaseName, name);
        database(databaseName).tables().remove(fold(name));
    }

    private Database database(String name) {
        Database database = databases.get(fold(name));
        if (database == null) {
            throw GlueException.entityNotFound("Database " + name + " not found.");
        }
        return database;
    }

    private Table table(String databaseName, String name) {
        Table table = database(databaseName).tables().get(fold(name));
        if (table == null) {
            throw GlueException.entityNotFound("Table " + name + " not found.");
        }
        return table;
    }

    private ObjectNode partition(String databaseName, String name, Collection<String> values) {
        ObjectNode partition = table(databaseName, name).partitions().get(List.copyOf(values));
        if (partition == null) {
            throw GlueException.entityNotFound("Cannot find partition.");
        }
        return partition;
    }

    /** Returns a partition's values, which are as many as the table has partition keys. */
    private List<String> valuesOf(String databaseName, String name, ObjectNode partitionInput) {
        List<String> values = new ArrayList<>();
        for (JsonNode value : partitionInput.path("Values")) {
            values.add(value.asText());
        }
        int keys = table(databaseName, name).current().path("PartitionKeys").size();
        if (values.size() != keys) {
            throw GlueException.invalidInput(
                    "The number of partition keys do not match the number of partition values");
        }
        return List.copyOf(values);
    }

    private ObjectNode describePartition(String databaseName, String name, ObjectNode partitionInput, double created) {
        ObjectNode partition = partitionInput.deepCopy().retain(PARTITION_INPUT);
        partition.put("DatabaseName", fold(databaseName));
        partition.put("TableName", fold(name));
        partition.put("CreationTime", created);
        partition.put("CatalogId", ACCOUNT);
        return partition;
    }

    private static int version(ObjectNode table) {
        return Integer.parseInt(table.get("VersionId").textValue());
    }

    private ObjectNode describeDatabase(ObjectNode databaseInput, double created) {
        ObjectNode database = databaseInput.deepCopy().retain(DATABASE_INPUT);
        database.put("Name", fold(database.get("Name").textValue()));
        database.put("CreateTime", created);
        database.put("CatalogId", ACCOUNT);
        return database;
    }

    private ObjectNode describeTable(String databaseName, ObjectNode tableInput, double created, int version) {
        ObjectNode table = tableInput.deepCopy().retain(TABLE_INPUT);
        table.put("Name", fold(table.get("Name").textValue()));
        table.put("DatabaseName", fold(databaseName));
        table.put("CreateTime", created);
        table.put("UpdateTime", now());
        if (!table.has("Retention")) {
            table.put("Retention", 0);
        }
        table.put("CreatedBy", CREATED_BY);
        table.put("IsRegisteredWithLakeFormation", false);
        table.put("CatalogId", ACCOUNT);
        table.put("VersionId", Integer.toString(version));
        return table;
    }

    private static String nameOf(ObjectNode input, String member) {
        String name = input.path("Name").asText();
        if (name.isBlank()) {
            throw GlueException.invalidInput("Value null at '" + member
                    + ".name' failed to satisfy constraint: Member must not be null or blank.");
        }
        return fold(name);
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private double now() {
        return clock.millis() / 1000.0;
    }
}
