/** Positions in shards, and the offset of a query, as the checkpoint keeps it. */
package io.streamlab.kinesis.offset;
