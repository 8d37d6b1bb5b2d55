/** Runs one micro-batch: parse, keep rejected records, look up, join, upsert, report. */
package io.streamlab.join.batch;
