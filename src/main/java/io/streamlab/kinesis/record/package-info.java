/** Reads the records of a planned range, aggregated records of the Kinesis Producer Library included. */
package io.streamlab.kinesis.record;
