/** How long it takes until the rows of a table have followed a change of the reference data. */
package io.streamlab.verify.benchmark.reenrich;
