package io.streamlab.local.replicator.mapping;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The selection rules and object-mapping rules of a table-mapping file of AWS DMS, checked but not yet bound to a source. */
public final class TableMappings {

    private final List<SelectionRule> selections;
    private final List<ObjectMappingRule> mappings;

    TableMappings(List<SelectionRule> selections, List<ObjectMappingRule> mappings) {
        this.selections = List.copyOf(selections);
        this.mappings = List.copyOf(mappings);
    }

    /**
     * Reads a file as it is deployed to DMS.
     *
     * @throws InvalidTableMappingsException with everything that is wrong in the file or not supported
     */
    public static TableMappings read(Path file) throws IOException, InvalidTableMappingsException {
        return TableMappingsReader.read(file);
    }

    /**
     * Binds the rules to the tables of a source.
     *
     * @param tables every table that the replication user may read
     * @return one mapper for each selected table
     * @throws InvalidTableMappingsException with every rule that does not fit the tables
     */
    public List<ItemMapper> bind(List<SourceTable> tables) throws InvalidTableMappingsException {
        return bind(tables, List.of());
    }

    /**
     * Binds the rules to the tables of a source.
     *
     * @param tables every table that the replication user may read
     * @param views every view that the replication user may read
     * @return one mapper for each selected table
     * @throws InvalidTableMappingsException with every rule that does not fit the tables
     */
    public List<ItemMapper> bind(List<SourceTable> tables, List<SourceTable> views)
            throws InvalidTableMappingsException {
        Problems problems = new Problems();
        List<SourceTable> selected = select(tables, views, problems);
        List<ItemMapper> mappers = new ArrayList<>();
        for (ObjectMappingRule mapping : mappings) {
            if (selected.stream().noneMatch(mapping.locator()::matches)) {
                problems.add("rule-id %s: no selected table matches %s".formatted(mapping.id(), mapping.locator()));
            }
        }
        for (SourceTable table : selected) {
            ruleFor(table, problems)
                    .flatMap(rule -> new MappingBinder(rule, table, problems).bind())
                    .ifPresent(mappers::add);
        }
        checkTargetsDiffer(mappers, problems);
        problems.throwIfAny();
        return mappers;
    }

    private List<SourceTable> select(List<SourceTable> tables, List<SourceTable> views, Problems problems) {
        for (SelectionRule rule : selections) {
            if (!rule.excludes() && tables.stream().noneMatch(rule.locator()::matches)) {
                problems.add("rule-id " + rule.id() + ": " + nothingToSelect(rule, views));
            }
        }
        return tables.stream().filter(this::isSelected).toList();
    }

    private static String nothingToSelect(SelectionRule rule, List<SourceTable> views) {
        return views.stream()
                .filter(rule.locator()::matches)
                .findFirst()
                .map(view -> "%s is a view. The binary log has no rows of views: select the tables that the view reads"
                        .formatted(view.qualifiedName()))
                .orElseGet(() ->
                        "the source has no table %s that the replication user may read".formatted(rule.locator()));
    }

    private boolean isSelected(SourceTable table) {
        List<SelectionRule> matching = selections.stream()
                .filter(rule -> rule.locator().matches(table))
                .toList();
        return !matching.isEmpty() && matching.stream().noneMatch(SelectionRule::excludes);
    }

    private Optional<ObjectMappingRule> ruleFor(SourceTable table, Problems problems) {
        List<ObjectMappingRule> matching =
                mappings.stream().filter(rule -> rule.locator().matches(table)).toList();
        if (matching.isEmpty()) {
            problems.add("%s is selected, but no object-mapping rule says what becomes of its rows"
                    .formatted(table.qualifiedName()));
            return Optional.empty();
        }
        if (matching.size() > 1) {
            problems.add("rule-id %s: %s has an object-mapping already, rule-id %s"
                    .formatted(
                            matching.get(1).id(),
                            table.qualifiedName(),
                            matching.get(0).id()));
        }
        return Optional.of(matching.get(0));
    }

    /** Checks that each table has its own target: otherwise, truncating one table would remove the rows of another. */
    private static void checkTargetsDiffer(List<ItemMapper> mappers, Problems problems) {
        Map<String, ItemMapper> byTarget = new LinkedHashMap<>();
        for (ItemMapper mapper : mappers) {
            ItemMapper first = byTarget.putIfAbsent(mapper.targetTable(), mapper);
            if (first != null) {
                problems.add(
                        "rule-id %s: target-table-name '%s' is the target of %s already; one target for two tables is not supported"
                                .formatted(
                                        mapper.ruleId(),
                                        mapper.targetTable(),
                                        first.source().qualifiedName()));
            }
        }
    }
}
