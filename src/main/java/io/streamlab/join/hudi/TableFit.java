package io.streamlab.join.hudi;

import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.TargetConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares what a table keeps for good with the plan by which it is to be written. */
final class TableFit {
    private final TablePlan plan;
    private final ExistingTable table;
    private final List<String> problems = new ArrayList<>();

    private TableFit(TablePlan plan, ExistingTable table) {
        this.plan = plan;
        this.table = table;
    }

    /** Returns a sentence for each argument that the table does not fit, with both values and the way out. */
    static List<String> problems(TablePlan plan, ExistingTable table) {
        TableFit fit = new TableFit(plan, table);
        fit.compareProperties();
        table.latest().ifPresent(fit::compareNotes);
        return fit.problems;
    }

    private void compareProperties() {
        TargetConfig target = plan.target();
        if (!table.name().equals(target.table())) {
            problems.add("--target_table is '" + target.table() + "', but the table in " + plan.path()
                    + " has the name '" + table.name() + "'");
        }
        if (!table.recordKey().equals(plan.recordKey().columns())) {
            problems.add("--record_key is " + target.recordKey() + ", but the table in " + plan.path()
                    + " was created with " + createdWith());
        }
        if (!table.orderedBy().equals(JobColumns.EVENT_ORDER)) {
            problems.add("the table in " + plan.path() + " tells newer rows from older ones by its column '"
                    + table.orderedBy() + "', and this job by '" + JobColumns.EVENT_ORDER + "'");
        }
        if (!table.partitionedBy().equals(plan.partitions().columns())) {
            problems.add("--partition_fields makes partitions by "
                    + plan.partitions().columns() + ", but the table in " + plan.path()
                    + " was created with partitions by " + table.partitionedBy());
        }
    }

    private List<String> createdWith() {
        return table.latest()
                .flatMap(latest -> RecordKey.notedColumns(latest.notes()))
                .orElse(table.recordKey());
    }

    private void compareNotes(HudiCommit latest) {
        compareKeys(latest.notes());
        compareDefinitions(JobColumns.EVENT_ORDER, latest.notes(), "--ordering_field and --ordering_format");
        compareDefinitions(JobColumns.JOIN_KEY, latest.notes(), "--join_columns and --join_comparison");
        String uniqueKeys = latest.notes().get(TablePartitions.UNIQUE_KEYS_NOTE);
        if (uniqueKeys != null && !uniqueKeys.equals(plan.target().uniqueKeys().toString())) {
            problems.add("--unique_keys is " + plan.target().uniqueKeys() + ", but the table in " + plan.path()
                    + " was created with " + uniqueKeys);
        }
        TableLayout layout = TableLayout.of(latest);
        if (!layout.allows(plan.layout())) {
            problems.add("the configuration asks for " + plan.layout() + ", but the table in " + plan.path()
                    + " was created with " + layout + ", and otherwise a key would get a second row: give "
                    + "--write_profile, --expected_table_rows (of a table with partitions "
                    + "--expected_partition_rows) and --hudi_options as they were then, or write a new table");
        }
    }

    /** Of {@link JobColumns#RECORD_KEY} Hudi does not know which columns are in the text. */
    private void compareKeys(Map<String, String> notes) {
        List<String> configured = plan.target().recordKey();
        boolean isSameToHudi = table.recordKey().equals(plan.recordKey().columns());
        RecordKey.notedColumns(notes)
                .filter(noted -> isSameToHudi && !noted.equals(configured))
                .ifPresent(noted -> problems.add("--record_key is " + configured + ", but the table in " + plan.path()
                        + " was created with " + noted));
        String encoding = notes.get(RecordKey.ENCODING_NOTE);
        if (encoding != null && !plan.recordKey().hasEncoding(encoding)) {
            problems.add("the table in " + plan.path() + " writes its keys in the form '" + encoding
                    + "', which this version of the job does not: a key would get a second row. Start the version of the "
                    + "job that wrote it");
        }
    }

    /** A definition that only one side notes is no problem. */
    private void compareDefinitions(String column, Map<String, String> writtenNotes, String arguments) {
        String planned = plan.definitionNotes().get(TablePlan.noteOf(column));
        String written = writtenNotes.get(TablePlan.noteOf(column));
        if (planned != null && written != null && !written.equals(planned)) {
            problems.add("the configuration makes the column '" + column + "' of " + planned
                    + ", and that of the table in " + plan.path() + " is made of " + written
                    + ": values of the two cannot be compared, so give " + arguments
                    + " as they were then, or write a new table");
        }
    }
}
