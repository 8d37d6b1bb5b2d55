/** Calls Kinesis: clients, retries, the rate limit of a shard, and a cursor that follows a shard. */
package io.streamlab.kinesis.client;
