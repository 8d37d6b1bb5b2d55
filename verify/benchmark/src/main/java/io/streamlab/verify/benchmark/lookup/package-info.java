/**
 * What reading the reference table costs: the published walk-through's way, which stops at the first page, the same to the last page, and
 * the job's.
 */
package io.streamlab.verify.benchmark.lookup;
