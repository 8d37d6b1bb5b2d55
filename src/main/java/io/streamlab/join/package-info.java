/** The job: reads a Kinesis stream, joins each record with reference data, upserts into a Hudi table. */
package io.streamlab.join;
