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
                    + " was created with " + table.recordKey());
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

    private void compareNotes(HudiCommit latest) {
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
