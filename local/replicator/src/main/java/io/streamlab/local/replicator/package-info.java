/**
 * Reference data follows MySQL: what AWS DMS does between Aurora MySQL and DynamoDB, on one machine. {@link
 * io.streamlab.local.replicator.Replicator} obeys the table mapping that is deployed to DMS.
 */
package io.streamlab.local.replicator;
