/** Applies the changes of source tables to DynamoDB tables: net effect of a transaction, writes, retries, rejections. */
package io.streamlab.local.replicator.apply;
