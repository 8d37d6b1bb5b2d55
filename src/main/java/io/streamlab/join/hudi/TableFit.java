package io.streamlab.join.hudi;

import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.TargetConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what a table keeps for good with the plan by which it is to be written. */
final class TableFit {
    /** In later versions the commits have another form and are elsewhere: see {@link HudiTimeline}. */
    private static final int NEWEST_VERSION = 6;

    private final TablePlan plan;
    private final ExistingTable table;
    private final String path;
    private final List<String> problems = new ArrayList<>();

    private TableFit(TablePlan plan, ExistingTable table, String path) {
        this.plan = plan;
        this.table = table;
        this.path = path;
    }

    /** Returns a sentence for each argument that the table does not fit, with both values and the way out. */
    static List<String> problems(TablePlan plan, ExistingTable table) {
        TableFit fit = new TableFit(plan, table, plan.path());
        fit.compareForm();
        fit.compareName();
        fit.compareProperties();
        table.latest().ifPresent(latest -> {
            fit.compareKeys(latest.notes());
            fit.compareNotes(latest);
            fit.compareLayout(latest);
            InstantZone.problem(table.instantZone(), latest, plan.path()).ifPresent(fit.problems::add);
        });
        return fit.problems;
    }

    /** Returns a sentence for each argument that does not fit the rows of a table that is to be copied. */
    static List<String> problemsOfCopy(TablePlan plan, ExistingTable table, String path) {
        TableFit fit = new TableFit(plan, table, path);
        fit.compareProperties();
        table.latest().ifPresent(fit::compareNotes);
        return fit.problems;
    }

    private void compareForm() {
        if (table.version() > NEWEST_VERSION) {
            problems.add("the table in " + path + " is of Hudi's table version " + table.version()
                    + ", and the job reads the commits of versions up to " + NEWEST_VERSION
                    + ": let Hudi 1.x take the table back (CALL downgrade_table(table => '"
                    + plan.target().table()
                    + "', to_version => 'SIX')), or write a new table");
        }
        if (!table.isCopyOnWrite()) {
            problems.add("the table in " + path
                    + " is a merge-on-read table, and the job writes copy-on-write tables: write a new table");
        }
        if (!table.hasMetaFields()) {
            problems.add("the table in " + path + " was created with hoodie.populate.meta.fields=false, so its rows "
                    + "have no key for Hudi to find them by: write a new table");
        }
    }

    private void compareName() {
        String configured = plan.target().table();
        if (!table.name().equals(configured)) {
            problems.add("--target_table is '" + configured + "', but the table in " + path + " has the name '"
                    + table.name() + "'");
        }
    }

    private void compareProperties() {
        TargetConfig target = plan.target();
        // Of RECORD_KEY Hudi does not know which columns are in the text.
        Optional<List<String>> noted = table.latest().flatMap(latest -> RecordKey.notedColumns(latest.notes()));
        List<String> configured =
                noted.isPresent() ? target.recordKey() : plan.recordKey().columns();
        if (!noted.orElse(table.recordKey()).equals(configured)) {
            problems.add("--record_key is " + target.recordKey() + ", but the table in " + path + " was created with "
                    + noted.orElse(table.recordKey()));
        }
        if (!table.orderedBy().equals(JobColumns.EVENT_ORDER)) {
            problems.add("the table in " + path + " orders the rows of a key by its column '" + table.orderedBy()
                    + "', but this job orders them by '" + JobColumns.EVENT_ORDER + "'");
        }
        if (!table.partitionedBy().equals(plan.partitions().columns())) {
            problems.add("--partition_fields makes partitions by "
                    + plan.partitions().columns() + ", but the table in " + path
                    + " was created with partitions by " + table.partitionedBy());
        }
    }

    private void compareNotes(HudiCommit latest) {
        compareDefinitions(JobColumns.EVENT_ORDER, latest.notes(), "--ordering_field and --ordering_format");
        plan.definedColumns().stream()
                .filter(JobColumns::isJoinKey)
                .forEach(column -> compareDefinitions(column, latest.notes(), "--join_columns and --join_comparison"));
        String uniqueKeys = latest.notes().get(TablePartitions.UNIQUE_KEYS_NOTE);
        if (uniqueKeys != null && !uniqueKeys.equals(plan.target().uniqueKeys().toString())) {
            problems.add("--unique_keys is " + plan.target().uniqueKeys() + ", but the table in " + path
                    + " was created with " + uniqueKeys);
        }
    }

    private void compareLayout(HudiCommit latest) {
        TableLayout layout = TableLayout.of(latest);
        if (!layout.allows(plan.layout())) {
            problems.add("the configuration asks for " + plan.layout() + ", but the table in " + path
                    + " was created with " + layout + ", and otherwise a key would get a second row: give "
                    + "--write_profile, --expected_table_rows (of a table with partitions "
                    + "--expected_partition_rows) and --hudi_options as they were then, or write a new table");
        }
    }

    private void compareKeys(Map<String, String> notes) {
        String encoding = notes.get(RecordKey.ENCODING_NOTE);
        if (encoding != null && !plan.recordKey().hasEncoding(encoding)) {
            problems.add("the table in " + path + " has keys of the form '" + encoding + "', and the configuration "
                    + "or this version of the job makes others: a key would get a second row. Give the columns of "
                    + "--record_key the types that they had, or start the version of the job that wrote the table");
        }
    }

    /** A definition that only one side notes is no problem. */
    private void compareDefinitions(String column, Map<String, String> writtenNotes, String arguments) {
        String planned = plan.definitionNotes().get(TablePlan.noteOf(column));
        String written = writtenNotes.get(TablePlan.noteOf(column));
        if (planned != null && written != null && !written.equals(planned)) {
            problems.add("the configuration makes the column '" + column + "' of " + planned
                    + ", and that of the table in " + path + " is made of " + written
                    + ": values of the two cannot be compared, so give " + arguments
                    + " as they were then, or write a new table");
        }
    }
}
