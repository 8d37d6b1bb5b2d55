package io.streamlab.join.columns;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.JoinColumn;
import io.streamlab.join.config.LookupConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the stream and of each reference table, in the order of the joins. A join column of a table is a column of the
 * stream or of an earlier table.
 */
final class JoinedColumns {
    /** A column that a join can be on, or that the table keeps. */
    private static final class Source {
        final String name;
        final StructField column;
        final boolean isKept;

        Source(String name, StructField column, boolean isKept) {
            this.name = name;
            this.column = column;
            this.isKept = isKept;
        }
    }

    private final List<LookupConfig> lookups;
    private final List<String> dropped;

    /** For each table the columns before it, and at the end those after the last one. */
    private final List<List<Source>> before = new ArrayList<>();

    JoinedColumns(StructType stream, JobConfig config) {
        this.lookups = config.lookups();
        this.dropped = config.target().droppedColumns();
        List<Source> sources = new ArrayList<>();
        add(stream.fields(), "the stream", sources);
        before.add(sources);
        for (LookupConfig lookup : lookups) {
            sources = new ArrayList<>(sources);
            add(attributesOf(lookup), sourceOf(lookup), sources);
            before.add(sources);
        }
    }

    private void add(StructField[] columns, String name, List<Source> sources) {
        for (StructField column : columns) {
            sources.add(new Source(name, column, !dropped.contains(column.name())));
        }
    }

    private String sourceOf(LookupConfig lookup) {
        return lookups.size() == 1 ? "the reference table" : "the reference table '" + lookup.name() + "'";
    }

    /** Returns the attributes less those that are compared with a column of the same name, which the rows have already. */
    private static StructField[] attributesOf(LookupConfig lookup) {
        Set<String> repeated = lookup.joinColumns().stream()
                .filter(column -> column.streamColumn().equals(column.referenceAttribute()))
                .map(JoinColumn::referenceAttribute)
                .collect(toSet());
        return Arrays.stream(lookup.schema().fields())
                .filter(attribute -> !repeated.contains(attribute.name()))
                .toArray(StructField[]::new);
    }

    /** Returns the attributes that the table keeps, in the order of the joins. */
    StructType attributes() {
        StructType attributes = new StructType();
        for (LookupConfig lookup : lookups) {
            attributes = addTo(attributes, lookup, dropped::contains);
        }
        return attributes;
    }

    private static StructType addTo(StructType columns, LookupConfig lookup, Predicate<String> leftOut) {
        StructType added = columns;
        for (StructField attribute : attributesOf(lookup)) {
            added = leftOut.test(attribute.name()) ? added : added.add(attribute);
        }
        return added;
    }

    /** Returns the join with each table. Called when the columns have no problem. */
    List<JoinStep> steps() {
        List<JoinStep> steps = new ArrayList<>();
        for (int i = 0; i < lookups.size(); i++) {
            Set<String> later = lookups.subList(i + 1, lookups.size()).stream()
                    .flatMap(lookup -> lookup.joinColumns().stream())
                    .map(JoinColumn::streamColumn)
                    .collect(toSet());
            List<String> carried = before.get(i).stream()
                    .filter(source -> source.isKept || later.contains(source.column.name()))
                    .map(source -> source.column.name())
                    .collect(toList());
            StructType added =
                    addTo(new StructType(), lookups.get(i), name -> dropped.contains(name) && !later.contains(name));
            steps.add(new JoinStep(i + 1, lookups.get(i), carried, added, i == lookups.size() - 1));
        }
        return steps;
    }

    /** Returns the name of {@link JobColumns#joinKey} of each table. */
    List<String> joinKeys() {
        return IntStream.rangeClosed(1, lookups.size())
                .mapToObj(JobColumns::joinKey)
                .collect(toList());
    }

    /** Returns what the column {@link JobColumns#joinKey} of each table is made of. Called when the columns have no problem. */
    Map<String, String> joinKeyDefinitions() {
        Map<String, String> definitions = new LinkedHashMap<>();
        for (int i = 0; i < lookups.size(); i++) {
            StructType joined = new StructType();
            for (JoinColumn pair : lookups.get(i).joinColumns()) {
                joined = joined.add(before.get(i).stream()
                        .map(source -> source.column)
                        .filter(column -> column.name().equals(pair.streamColumn()))
                        .findFirst()
                        .orElseThrow(IllegalStateException::new));
            }
            definitions.put(JobColumns.joinKey(i + 1), new JoinColumns(joined, lookups.get(i)).definition());
        }
        return definitions;
    }

    /** Returns a sentence for each join that cannot be. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < lookups.size(); i++) {
            checkJoin(lookups.get(i), before.get(i), i == 0, problems);
        }
        return problems;
    }

    private void checkJoin(LookupConfig lookup, List<Source> sources, boolean isFirst, List<String> problems) {
        String subject = lookups.size() == 1 ? "" : "--lookup_tables, table '" + lookup.name() + "': ";
        StructType available = new StructType();
        for (JoinColumn pair : lookup.joinColumns()) {
            String name = pair.streamColumn();
            // Spark finds a column by its name in any case.
            List<Source> same = sources.stream()
                    .filter(source -> isFirst
                            ? source.column.name().equals(name)
                            : source.column.name().equalsIgnoreCase(name))
                    .collect(toList());
            if (same.stream().noneMatch(source -> source.column.name().equals(name))) {
                problems.add(subject + "--join_columns names '" + name + "', which is none of the columns "
                        + sources.stream()
                                .map(source -> source.column.name())
                                .collect(toCollection(LinkedHashSet::new)));
            } else if (same.size() > 1) {
                problems.add(
                        subject + "--join_columns names '" + name + "', which "
                                + same.stream().map(source -> source.name).collect(joining(" and "))
                                + " have: leave it out of the lookup_schema of one, or rename the stream's with --rename_columns");
            } else if (!Arrays.asList(available.fieldNames()).contains(name)) {
                available = available.add(same.get(0).column);
            }
        }
        new JoinColumns(available, lookup).problems().forEach(problem -> problems.add(subject + problem));
    }

    /** Returns a sentence for each name that several of the columns would have that the table keeps. */
    List<String> clashes() {
        List<String> clashes = new ArrayList<>();
        all().filter(source -> source.isKept)
                .collect(groupingBy(source -> source.column.name().toLowerCase(Locale.ROOT), TreeMap::new, toList()))
                .forEach((name, same) -> {
                    if (same.size() > 1) {
                        clashes.add(same.stream()
                                        .map(source -> source.name)
                                        .distinct()
                                        .collect(joining(" and ")) + " both have a column '" + name
                                + "': name it in --drop_columns, or leave it out of --lookup_schema");
                    }
                });
        return clashes;
    }

    /** Returns the names of all columns, with those that the table does not keep. */
    Set<String> names() {
        Set<String> names = all().map(source -> source.column.name()).collect(toCollection(LinkedHashSet::new));
        lookups.forEach(lookup -> names.addAll(Arrays.asList(lookup.schema().fieldNames())));
        return names;
    }

    /** Returns the columns of all reference tables; of two with one name, the first. */
    StructType ofReferences() {
        StructType columns = new StructType();
        for (LookupConfig lookup : lookups) {
            for (StructField attribute : lookup.schema().fields()) {
                columns = Arrays.asList(columns.fieldNames()).contains(attribute.name())
                        ? columns
                        : columns.add(attribute);
            }
        }
        return columns;
    }

    private Stream<Source> all() {
        return before.get(lookups.size()).stream();
    }
}
