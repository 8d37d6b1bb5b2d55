/**
 * The job's options: one table ({@link io.streamlab.join.config.JobOptions}), read once into immutable typed sections.
 *
 * <p>Depends on no other package of the job.
 */
package io.streamlab.join.config;
