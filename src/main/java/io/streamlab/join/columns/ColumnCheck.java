package io.streamlab.join.columns;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.TargetConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
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
    private final JoinedColumns joined;
    private final TargetConfig target;
    private final List<String> problems = new ArrayList<>();

    private ColumnCheck(StreamColumns columns, JoinedColumns joined, JobConfig config) {
        this.columns = columns;
        this.stream = columns.all();
        this.joined = joined;
        this.target = config.target();
    }

    /**
     * Returns a sentence for each problem, with the option, the column and the rule.
     *
     * @param joined those of the stream and of the reference tables
     */
    static List<String> problems(StreamColumns columns, JoinedColumns joined, JobConfig config) {
        ColumnCheck check = new ColumnCheck(columns, joined, config);
        check.run();
        return check.problems;
    }

    private void run() {
        List<String> ofStream = Arrays.asList(stream.fieldNames());
        Set<String> existing = joined.names();
        StructType attributes = joined.ofReferences();

        problems.addAll(joined.problems());
        requireAll("record_key", target.recordKey().stream(), ofStream);
        requireScalars("record_key", target.recordKey());
        checkOrderingField(ofStream);
        target.deleteField().ifPresent(column -> requireBoolean(column, ofStream));
        problems.addAll(new PartitionCheck(stream, attributes, target).problems());
        requireAll("drop_columns", target.droppedColumns().stream(), existing);
        requireNotAdded(existing, JobColumns.OF_RECORD_KEY);
        if (target.keepsJoinKey()) {
            requireNotAdded(existing, joined.joinKeys());
        }
        problems.addAll(joined.clashes());
        problems.addAll(ColumnNames.problemsOfStream(Arrays.stream(
                        columns.record().fields())
                .filter(column -> !target.droppedColumns().contains(column.name()))
                .filter(column ->
                        !target.deleteField().filter(column.name()::equals).isPresent())
                .collect(toList())));
        problems.addAll(ColumnNames.problemsOfAttributes(
                Arrays.asList(joined.attributes().fields())));
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
}
