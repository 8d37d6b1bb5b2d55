package io.streamlab.local.replicator.mapping;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The item that a row of one table becomes.
 *
 * @param id the rule's id in the file
 * @param asDocument whether columns that are not excluded go into the map {@code _doc} instead of attributes of their own
 * @param partitionKeyName if empty, the source table's primary key
 * @param excludedColumns columns that are not copied under their own names
 * @param attributes templates by the name of the attribute they write, in the order of the file
 */
record ObjectMappingRule(
        String id,
        boolean asDocument,
        ObjectLocator locator,
        String targetTableName,
        Optional<String> partitionKeyName,
        Optional<String> sortKeyName,
        Set<String> excludedColumns,
        Map<String, AttributeTemplate> attributes) {}
