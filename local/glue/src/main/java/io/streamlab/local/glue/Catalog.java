package io.streamlab.local.glue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The databases and tables, in memory. Names are folded to lower case, as the service does. Safe for several threads.
 *
 * <p>A stored database is a {@code Database} and a stored table a {@code Table} of the service's JSON: what came in as
 * {@code DatabaseInput} or {@code TableInput}, and what the service adds. Times are seconds since 1970.
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

    private record Database(ObjectNode description, Map<String, ObjectNode> tables) {}

    private final Clock clock;
    private final Map<String, Database> databases = new TreeMap<>();

    Catalog(Clock clock) {
        this.clock = clock;
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
        Map<String, ObjectNode> tables = database(databaseName).tables();
        String name = nameOf(tableInput, "tableInput");
        if (tables.containsKey(name)) {
            throw GlueException.alreadyExists("Table already exists.");
        }
        tables.put(name, describeTable(databaseName, tableInput, now(), 0));
    }

    /** Replaces everything but the name and the time of creation, and counts the version up. */
    synchronized void updateTable(String databaseName, ObjectNode tableInput) {
        String name = nameOf(tableInput, "tableInput");
        ObjectNode old = table(databaseName, name);
        double created = old.get("CreateTime").doubleValue();
        int version = Integer.parseInt(old.get("VersionId").textValue()) + 1;
        database(databaseName).tables().put(name, describeTable(databaseName, tableInput, created, version));
    }

    synchronized ObjectNode getTable(String databaseName, String name) {
        return table(databaseName, name).deepCopy();
    }

    /** Sorted by name. */
    synchronized List<ObjectNode> getTables(String databaseName) {
        List<ObjectNode> tables = new ArrayList<>();
        database(databaseName).tables().values().forEach(table -> tables.add(table.deepCopy()));
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

    private ObjectNode table(String databaseName, String name) {
        ObjectNode table = database(databaseName).tables().get(fold(name));
        if (table == null) {
            throw GlueException.entityNotFound("Table " + name + " not found.");
        }
        return table;
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
