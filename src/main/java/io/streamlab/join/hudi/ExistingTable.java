package io.streamlab.join.hudi;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.TargetConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** What a table was created with and keeps for good, told by {@code .hoodie/hoodie.properties} and by its newest commit. */
final class ExistingTable {
    private final String path;
    private final Configuration configuration;

    ExistingTable(String path, Configuration configuration) {
        this.path = path;
        this.configuration = configuration;
    }

    /**
     * @param columnNotes of the rows that are to be written, see {@link ColumnNotes}
     * @throws InvalidConfigException with all that cannot be changed and is configured otherwise; never without a table
     */
    void requireThatItFits(TargetConfig target, TableLayout configured, Map<String, String> columnNotes) {
        Optional<Properties> properties = properties();
        if (!properties.isPresent()) {
            return;
        }
        List<String> problems = new ArrayList<>();
        String name = properties.get().getProperty("hoodie.table.name", "");
        if (!name.equals(target.table())) {
            problems.add("--target_table is '" + target.table() + "', but the table in " + path + " has the name '"
                    + name + "'");
        }
        TablePartitions partitions = new TablePartitions(target);
        List<String> recordKey = columns(properties.get().getProperty("hoodie.table.recordkey.fields", ""));
        if (!recordKey.equals(partitions.hudiKey())) {
            problems.add("--record_key is " + target.recordKey() + ", but the table in " + path + " was created with "
                    + recordKey);
        }
        String orderedBy = properties.get().getProperty("hoodie.table.precombine.field", JobColumns.EVENT_ORDER);
        if (!orderedBy.equals(JobColumns.EVENT_ORDER)) {
            problems.add("the table in " + path + " tells newer rows from older ones by its column '" + orderedBy
                    + "', and this job by '" + JobColumns.EVENT_ORDER + "'");
        }
        List<String> partitionedBy = columns(properties.get().getProperty("hoodie.table.partition.fields", ""));
        if (!partitionedBy.equals(partitions.columns())) {
            problems.add("--partition_fields makes partitions by " + partitions.columns() + ", but the table in " + path
                    + " was created with partitions by " + partitionedBy);
        }
        Optional<HudiCommit> latest = new HudiTimeline(path, configuration).latest();
        latest.map(HudiCommit::notes).ifPresent(written -> {
            String order = "--ordering_field and --ordering_format";
            requireComparable(JobColumns.EVENT_ORDER, columnNotes, written, order, problems);
            String join = "--join_columns and --join_comparison";
            requireComparable(JobColumns.JOIN_KEY, columnNotes, written, join, problems);
        });
        latest.map(commit -> commit.notes().get(TablePartitions.UNIQUE_KEYS_NOTE))
                .filter(written -> !written.equals(target.uniqueKeys().toString()))
                .ifPresent(written -> problems.add("--unique_keys is " + target.uniqueKeys() + ", but the table in "
                        + path + " was created with " + written));
        latest.map(TableLayout::of)
                .filter(written -> !written.allows(configured))
                .ifPresent(
                        written -> problems.add(
                                "the configuration asks for " + configured + ", but the table in " + path
                                        + " was created with " + written
                                        + ", and otherwise a key would get a second row: give "
                                        + "--write_profile, --expected_table_rows (of a table with partitions "
                                        + "--expected_partition_rows) and --hudi_options as they were then, or write a new table"));
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
    }

    /** Of what either notes say nothing of, nothing is required. */
    private void requireComparable(
            String column,
            Map<String, String> configuredNotes,
            Map<String, String> writtenNotes,
            String arguments,
            List<String> problems) {
        String configured = configuredNotes.get(ColumnNotes.key(column));
        String written = writtenNotes.get(ColumnNotes.key(column));
        if (configured != null && written != null && !written.equals(configured)) {
            problems.add("the configuration makes the column '" + column + "' of " + configured
                    + ", and that of the table in " + path + " is made of " + written
                    + ": values of the two cannot be compared, so give " + arguments
                    + " as they were then, or write a new table");
        }
    }

    private Optional<Properties> properties() {
        Path file = new Path(path, ".hoodie/hoodie.properties");
        try (InputStream content = file.getFileSystem(configuration).open(file)) {
            Properties properties = new Properties();
            properties.load(content);
            return Optional.of(properties);
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The properties of the Hudi table cannot be read: " + file, e);
        }
    }

    private static List<String> columns(String text) {
        return text.isEmpty() ? Collections.emptyList() : Arrays.asList(text.split(","));
    }
}
