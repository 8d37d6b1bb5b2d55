/**
 * What an upsert of a batch costs: the published walk-through's way, the job's, and the least that Spark needs to write the same rows.
 *
 * <p>All arms of a run share one Spark process ({@link io.streamlab.verify.benchmark.upsert.UpsertProgram}) and take turns batch by batch, so
 * that whatever else the machine does falls on all of them.
 */
package io.streamlab.verify.benchmark.upsert;
