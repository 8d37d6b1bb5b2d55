/** The reference data: one scan of the DynamoDB table per batch, as typed rows, and the join with the stream. */
package io.streamlab.join.lookup;
