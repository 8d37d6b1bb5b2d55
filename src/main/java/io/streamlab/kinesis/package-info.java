/**
 * The {@code exact-kinesis} source of Spark Structured Streaming: every micro-batch is planned as ranges of sequence
 * numbers before it runs, so a batch evaluated again, by a retry, a restart or a second action, holds the same records.
 */
package io.streamlab.kinesis;
