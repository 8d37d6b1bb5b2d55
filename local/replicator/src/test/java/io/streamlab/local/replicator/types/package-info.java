/** The types of columns, and values of each with the attribute that DynamoDB must have. */
package io.streamlab.local.replicator.types;
