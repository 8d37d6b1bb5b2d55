/**
 * Replicates reference data from MySQL to DynamoDB on one machine, as AWS DMS does from Aurora MySQL. {@link
 * io.streamlab.local.replicator.Replicator} obeys the table mapping that is deployed to DMS.
 */
package io.streamlab.local.replicator;
