/** Brings a DynamoDB table to what a source table holds: net effect of a transaction, writes, retries, rejections. */
package io.streamlab.local.replicator.apply;
