/**
 * The job's options: one table ({@link io.streamlab.join.config.JobOptions}), read once into immutable typed sections.
 *
 * <p>Of the job's packages it imports only {@code text}.
 */
package io.streamlab.join.config;
