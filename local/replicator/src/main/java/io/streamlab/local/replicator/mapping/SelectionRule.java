package io.streamlab.local.replicator.mapping;

/**
 * Includes tables in the replication or excludes them. A table is selected if a rule includes it and none excludes it.
 *
 * @param id the rule's id in the file
 * @param excludes whether the rule excludes its tables
 */
record SelectionRule(String id, boolean excludes, ObjectLocator locator) {}
