package io.streamlab.local.replicator.mapping;

/**
 * Takes tables into the replication or out of it. A table is selected if some rule includes it and none excludes it.
 *
 * @param id the rule's id in the file
 * @param excludes whether the rule takes its tables out
 */
record SelectionRule(String id, boolean excludes, ObjectLocator locator) {}
