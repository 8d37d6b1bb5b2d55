package io.streamlab.join.columns;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.JoinColumn;
import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.config.TargetConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Compares the columns that the configuration names with those that exist. */
final class ColumnCheck {
    private final StreamColumns columns;
    private final StructType stream;
    private final LookupConfig lookup;
    private final TargetConfig target;
    private final List<String> problems = new ArrayList<>();

    private ColumnCheck(StreamColumns columns, JobConfig config) {
        this.columns = columns;
        this.stream = columns.all();
        this.lookup = config.lookup();
        this.target = config.target();
    }

    /**
     * Returns a sentence for each problem, with the option, the column and the rule.
     *
     * @param kept the columns of the stream and then of the reference table that the table is to have
     */
    static List<String> problems(StreamColumns columns, JobConfig config, List<String> kept) {
        ColumnCheck check = new ColumnCheck(columns, config);
        check.run(kept);
        return check.problems;
    }

    private void run(List<String> kept) {
        List<String> ofStream = Arrays.asList(stream.fieldNames());
        Set<String> joined = new LinkedHashSet<>(ofStream);
        joined.addAll(Arrays.asList(lookup.schema().fieldNames()));

        requireAll("join_columns", lookup.joinColumns().stream().map(JoinColumn::streamColumn), ofStream);
        problems.addAll(new JoinColumns(stream, lookup).problems());
        requireAll("record_key", target.recordKey().stream(), ofStream);
        requireScalars("record_key", target.recordKey());
        checkOrderingField(ofStream);
        target.deleteField().ifPresent(column -> requireBoolean(column, ofStream));
        problems.addAll(new PartitionCheck(stream, lookup.schema(), target).problems());
        requireAll("drop_columns", target.droppedColumns().stream(), joined);
        requireNotAdded(joined, JobColumns.OF_RECORD_KEY);
        if (target.keepsJoinKey()) {
            requireNotAdded(joined, Collections.singletonList(JobColumns.JOIN_KEY));
        }
        requireDifferent(kept);
        problems.addAll(ColumnNames.problemsOfStream(Arrays.stream(
                        columns.record().fields())
                .filter(column -> kept.contains(column.name()))
                .filter(column ->
                        !target.deleteField().filter(column.name()::equals).isPresent())
                .collect(toList())));
        problems.addAll(
                ColumnNames.problemsOfAttributes(Arrays.stream(lookup.schema().fields())
                        .filter(attribute -> kept.contains(attribute.name()))
                        .collect(toList())));
    }

    private void requireNotAdded(Collection<String> existing, List<String> added) {
        added.stream()
                .filter(name -> existing.stream().anyMatch(name::equalsIgnoreCase))
                .forEach(name -> problems.add("the stream or the reference table has a column '" + name
                        + "', which is the name of a column that the job adds"));
    }

    private void checkOrderingField(List<String> ofStream) {
        int before = problems.size();
        requireAll("ordering_field", Stream.of(target.orderingField()), ofStream);
        requireScalars("ordering_field", Collections.singletonList(target.orderingField()));
        // A field that has no order has no format either: one sentence is enough.
        if (problems.size() == before) {
            problems.addAll(columns.orderingField().problems());
        }
    }

    private void requireAll(String option, Stream<String> named, Collection<String> existing) {
        named.filter(column -> !existing.contains(column))
                .forEach(column -> problems.add(
                        "--" + option + " names '" + column + "', which is none of the columns " + existing));
    }

    /** Hudi would find out with the first batch, and with a message that does not name the option. */
    private void requireScalars(String option, List<String> named) {
        for (StructField field : stream.fields()) {
            DataType type = field.dataType();
            if (named.contains(field.name()) && !(JoinColumns.isJoinable(type) || type instanceof NumericType)) {
                problems.add("--" + option + " names '" + field.name() + "' of type " + type.sql()
                        + ": it must have strings, numbers, booleans, dates or timestamps");
            }
        }
    }

    private void requireBoolean(String deleteField, List<String> ofStream) {
        requireAll("delete_field", Stream.of(deleteField), ofStream);
        if (ofStream.contains(deleteField)
                && !stream.apply(deleteField).dataType().equals(DataTypes.BooleanType)) {
            problems.add("--delete_field names '" + deleteField + "' of type "
                    + stream.apply(deleteField).dataType().sql() + ": it must have booleans");
        }
    }

    private void requireDifferent(List<String> kept) {
        kept.stream()
                .collect(groupingBy(column -> column.toLowerCase(Locale.ROOT), TreeMap::new, toList()))
                .forEach((name, same) -> {
                    if (same.size() > 1) {
                        problems.add("the stream and the reference table both have a column '" + name
                                + "': name it in --drop_columns, or leave it out of --lookup_schema");
                    }
                });
    }
}
