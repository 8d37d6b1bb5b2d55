/** Decides what a batch takes from each shard: its bounds, the shards that begin and end, and what was lost. */
package io.streamlab.kinesis.plan;
