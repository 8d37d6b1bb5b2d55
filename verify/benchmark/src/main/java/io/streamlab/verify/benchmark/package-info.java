/**
 * Measurements of the job and of what it is compared with, on one machine; the command is {@code scripts/benchmark}.
 *
 * <p>Here is what every benchmark needs: the list of them ({@link io.streamlab.verify.benchmark.Benchmarks}), the machine and the
 * versions, figures of several runs, tables, the report, and processes with Spark. Each benchmark has a package of its own.
 */
package io.streamlab.verify.benchmark;
