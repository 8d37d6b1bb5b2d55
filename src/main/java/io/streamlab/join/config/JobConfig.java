package io.streamlab.join.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The job's arguments as typed, immutable sections. */
public final class JobConfig {
    private final SourceConfig source;
    private final List<LookupConfig> lookups;
    private final TargetConfig target;
    private final BatchConfig batch;
    private final ReenrichConfig reenrich;
    private final MetricsConfig metrics;
    private final RedriveConfig redrive;
    private final boolean validatesOnly;

    private JobConfig(OptionValues values, LookupTables tables) {
        this.source = new SourceConfig(values);
        this.lookups = tables.configs(values.get(JobOptions.REENRICH));
        this.target = new TargetConfig(values);
        this.batch = new BatchConfig(values);
        this.reenrich = new ReenrichConfig(values);
        this.metrics = new MetricsConfig(values);
        this.redrive = new RedriveConfig(values);
        this.validatesOnly = values.get(JobOptions.VALIDATE);
    }

    /**
     * @param arguments in Glue's style: {@code --key value}
     * @throws InvalidConfigException with every problem at once
     */
    public static JobConfig parse(String... arguments) {
        List<String> problems = new ArrayList<>();
        OptionValues values = OptionValues.read(JobOptions.UNDERSTOOD, problems, arguments);
        LookupTables tables = LookupTables.read(values, problems);
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        JobConfig config = new JobConfig(values, tables);
        List<String> contradictions = config.contradictions();
        if (!contradictions.isEmpty()) {
            throw new InvalidConfigException(contradictions);
        }
        return config;
    }

    public SourceConfig source() {
        return source;
    }

    /** Returns the reference tables in the order in which they are joined; at least one. */
    public List<LookupConfig> lookups() {
        return lookups;
    }

    /**
     * Returns the reference table of a job that has only one.
     *
     * @throws IllegalStateException when there are several
     */
    public LookupConfig lookup() {
        if (lookups.size() != 1) {
            throw new IllegalStateException("the job has " + lookups.size() + " reference tables");
        }
        return lookups.get(0);
    }

    public TargetConfig target() {
        return target;
    }

    public BatchConfig batch() {
        return batch;
    }

    public ReenrichConfig reenrich() {
        return reenrich;
    }

    public MetricsConfig metrics() {
        return metrics;
    }

    public RedriveConfig redrive() {
        return redrive;
    }

    /** Returns whether the job only checks if it could run. */
    public boolean validatesOnly() {
        return validatesOnly;
    }

    /** Returns the problems of options that are valid one by one and contradict each other. */
    private List<String> contradictions() {
        List<String> contradictions = new ArrayList<>();
        if (target.recordKey().isEmpty()) {
            contradictions.add(JobOptions.RECORD_KEY + " is empty: name at least one column");
        }
        for (String column : target.recordKey()) {
            if (target.droppedColumns().contains(column)) {
                contradictions.add(
                        JobOptions.DROP_COLUMNS + " drops '" + column + "', which " + JobOptions.RECORD_KEY + " needs");
            }
        }
        target.deleteField()
                .filter(target.droppedColumns()::contains)
                .ifPresent(column -> contradictions.add(JobOptions.DROP_COLUMNS + " drops '" + column + "', which "
                        + JobOptions.DELETE_FIELD + " needs"));
        if (target.droppedColumns().contains(JobColumns.EVENT_ORDER)) {
            contradictions.add(JobOptions.DROP_COLUMNS + " drops '" + JobColumns.EVENT_ORDER
                    + "', which the table needs to decide which row is newer");
        }
        for (int number = 1; number <= lookups.size(); number++) {
            String key = JobColumns.joinKey(number);
            if (target.droppedColumns().contains(key)) {
                contradictions.add(
                        JobOptions.DROP_COLUMNS + " drops '" + key + "', which " + JobOptions.REENRICH + " needs");
            }
        }
        for (LookupConfig lookup : lookups) {
            String subject = lookups.size() == 1 ? "" : LookupTables.subject(lookup.name());
            contradictionsOf(lookup).forEach(contradiction -> contradictions.add(subject + contradiction));
        }
        contradictions.addAll(contradictionsOfTheRole());
        contradictions.addAll(contradictionsOfTheRedrive());
        contradictions.addAll(contradictionsOfPartitions());
        if (pathsOverlap()) {
            contradictions.add(JobOptions.TARGET_PATH + ", "
                    + (target.migrateFrom().isPresent() ? JobOptions.MIGRATE_FROM + ", " : "")
                    + JobOptions.REJECTED_PATH + " and "
                    + JobOptions.CHECKPOINT_PATH + " must be separate folders: none may lie inside another");
        }
        return contradictions;
    }

    private static List<String> contradictionsOf(LookupConfig lookup) {
        List<String> contradictions = new ArrayList<>();
        if (lookup.joinColumns().isEmpty()) {
            contradictions.add(JobOptions.JOIN_COLUMNS + " is empty: name at least one pair of columns");
        }
        Set<String> attributes = new TreeSet<>(Arrays.asList(lookup.schema().fieldNames()));
        for (JoinColumn column : lookup.joinColumns()) {
            if (!attributes.contains(column.referenceAttribute())) {
                contradictions.add(JobOptions.JOIN_COLUMNS + " names the attribute '" + column.referenceAttribute()
                        + "', which " + JobOptions.LOOKUP_SCHEMA + " does not have: " + attributes);
            }
        }
        boolean scans = lookup.mode() == LookupMode.SCAN || lookup.mode() == LookupMode.STREAM;
        if (lookup.index().isPresent() && scans) {
            contradictions.add(
                    JobOptions.LOOKUP_INDEX + " is '" + lookup.index().get() + "', which a scan does not read: "
                            + lookup.needsWholeTable()
                                    .filter(reason -> lookup.mode() == LookupMode.SCAN)
                                    .orElse(JobOptions.LOOKUP_MODE + " is '" + lookup.configuredMode() + "'"));
        }
        if (lookup.mode() == LookupMode.KEYS) {
            lookup.needsWholeTable()
                    .ifPresent(reason -> contradictions.add(JobOptions.LOOKUP_MODE + " is 'keys', but " + reason
                            + ": read the whole table with 'scan', or correct the option"));
        }
        if (lookup.mode() == LookupMode.STREAM && !lookup.refresh().isZero()) {
            contradictions.add(JobOptions.LOOKUP_MODE + " is 'stream', but " + JobOptions.LOOKUP_REFRESH_SECONDS
                    + " is " + lookup.refresh().getSeconds()
                    + ": the changes are read before each batch, so leave the option out");
        }
        return contradictions;
    }

    private List<String> contradictionsOfTheRole() {
        List<String> contradictions = new ArrayList<>();
        if (!source.roleArn().isPresent()) {
            source.externalId()
                    .ifPresent(given -> contradictions.add(withoutRole(JobOptions.SOURCE_EXTERNAL_ID, given)));
            source.givenRoleSessionName()
                    .ifPresent(given -> contradictions.add(withoutRole(JobOptions.SOURCE_ROLE_SESSION_NAME, given)));
        }
        return contradictions;
    }

    private List<String> contradictionsOfTheRedrive() {
        List<String> contradictions = new ArrayList<>();
        if (redrive.isChosenInVain()) {
            contradictions.add("Options that begin with --redrive_ choose rejected records, but " + JobOptions.REDRIVE
                    + " is not given: give 'count' or 'put'");
        }
        if (redrive.hasNoTime()) {
            contradictions.add(JobOptions.REDRIVE_FROM + " is not before " + JobOptions.REDRIVE_UNTIL
                    + ": no record arrived in that time");
        }
        return contradictions;
    }

    private static String withoutRole(JobOption<String> option, String given) {
        return option + " is '" + given + "', but " + JobOptions.SOURCE_ROLE_ARN
                + " is not given: without a role there is no session that it could be for";
    }

    private List<String> contradictionsOfPartitions() {
        List<String> contradictions = new ArrayList<>();
        Optional<String> marksDeletes = target.deleteField();
        for (PartitionField field : target.partitionFields()) {
            String named = JobOptions.PARTITION_FIELDS + " has '" + field + "', ";
            if (field.unit().isPresent() && !field.source().equals(target.orderingField())) {
                contradictions.add(named + "but only the ordering field, '" + target.orderingField()
                        + "', is read as a point in time: name a column that already holds the date");
            }
            if (!field.unit().isPresent() && target.droppedColumns().contains(field.source())) {
                contradictions.add(JobOptions.DROP_COLUMNS + " drops '" + field.source() + "', which "
                        + JobOptions.PARTITION_FIELDS + " needs");
            }
            if (JobColumns.isAddedByTheJob(field.source())
                    || marksDeletes.filter(field.source()::equals).isPresent()) {
                contradictions.add(named + "which describes the record and cannot be a partition");
            }
        }
        if (target.partitionFields().size() > 1
                && target.recordKey().size() == 1
                && target.partitionFields().stream()
                        .noneMatch(field -> field.unit().isPresent())) {
            contradictions.add(JobOptions.PARTITION_FIELDS + " names several columns without a date and "
                    + JobOptions.RECORD_KEY + " names a single column: Hudi's versions write such keys in different "
                    + "ways. Name one partition column, add a date, or use a record key of several columns");
        }
        if (target.partitionFields().isEmpty() && target.uniqueKeys() == UniqueKeys.PARTITION) {
            contradictions.add(
                    JobOptions.UNIQUE_KEYS + " is 'partition', but " + JobOptions.PARTITION_FIELDS + " is empty");
        }
        return contradictions;
    }

    private boolean pathsOverlap() {
        List<String> folders = new ArrayList<>();
        List<Object> paths =
                new ArrayList<>(Arrays.asList(target.path(), batch.rejectedPath(), batch.checkpointPath()));
        target.migrateFrom().ifPresent(paths::add);
        for (Object path : paths) {
            folders.add(path.toString().replaceAll("/+$", "") + "/");
        }
        return folders.stream()
                .anyMatch(folder -> folders.stream()
                                .filter(other -> other.startsWith(folder))
                                .count()
                        > 1);
    }
}
