/**
 * The table-mapping language of AWS DMS, as far as it concerns a DynamoDB target: which tables are selected, and what item
 * a source row becomes. Pure: knows neither where rows come from nor where items go.
 */
package io.streamlab.local.replicator.mapping;
