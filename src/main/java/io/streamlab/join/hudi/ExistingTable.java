package io.streamlab.join.hudi;

import io.streamlab.join.config.JobColumns;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** What a table was created with and keeps for good, by {@code .hoodie/hoodie.properties} and its newest commit. */
final class ExistingTable {
    private final Properties properties;
    private final Optional<HudiCommit> latest;

    private ExistingTable(Properties properties, Optional<HudiCommit> latest) {
        this.properties = properties;
        this.latest = latest;
    }

    /** Reads the table in a folder; empty where there is none. */
    static Optional<ExistingTable> read(String path, Configuration configuration) {
        Path file = new Path(path, ".hoodie/hoodie.properties");
        try (InputStream content = file.getFileSystem(configuration).open(file)) {
            Properties properties = new Properties();
            properties.load(content);
            return Optional.of(new ExistingTable(properties, new HudiTimeline(path, configuration).latest()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The properties of the Hudi table cannot be read: " + file, e);
        }
    }

    /** Returns the version of the table's layout; 0 for a table that does not say. */
    int version() {
        String text = properties.getProperty("hoodie.table.version", "");
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** Returns whether the commits are named by the zone of whichever JVM makes them. */
    boolean namesCommitsByLocalTime() {
        return !instantZone().equalsIgnoreCase(InstantZone.UTC);
    }

    /** Returns whether Hudi merges the rows as it writes, so that there is one file for a row. */
    boolean isCopyOnWrite() {
        return properties.getProperty("hoodie.table.type", "COPY_ON_WRITE").equals("COPY_ON_WRITE");
    }

    /** Returns whether the rows have the columns that Hudi finds them by. */
    boolean hasMetaFields() {
        return Boolean.parseBoolean(properties.getProperty("hoodie.populate.meta.fields", "true"));
    }

    String name() {
        return properties.getProperty("hoodie.table.name", "");
    }

    /** Returns the columns that Hudi makes the key of. */
    List<String> recordKey() {
        return columns("hoodie.table.recordkey.fields");
    }

    /** Returns the column by which Hudi decides which of two rows is newer. */
    String orderedBy() {
        return properties.getProperty("hoodie.table.precombine.field", JobColumns.EVENT_ORDER);
    }

    List<String> partitionedBy() {
        return columns("hoodie.table.partition.fields");
    }

    /** Returns the value of {@link InstantZone#OPTION}. */
    String instantZone() {
        return properties.getProperty(InstantZone.OPTION, InstantZone.LOCAL);
    }

    /** Returns the newest commit; empty before the first one. */
    Optional<HudiCommit> latest() {
        return latest;
    }

    private List<String> columns(String property) {
        String text = properties.getProperty(property, "");
        return text.isEmpty() ? Collections.emptyList() : Arrays.asList(text.split(","));
    }
}
