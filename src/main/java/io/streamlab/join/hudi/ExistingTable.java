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
