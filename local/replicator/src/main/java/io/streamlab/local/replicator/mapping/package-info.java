/**
 * Reads the table mapping of AWS DMS for a DynamoDB target: which tables are selected, and which item a source row becomes.
 * Knows neither where rows come from nor where items go.
 */
package io.streamlab.local.replicator.mapping;
