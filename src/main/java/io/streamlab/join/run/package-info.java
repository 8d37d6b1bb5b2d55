/** Runs the query: decides when a batch runs, when idle work runs, and when the job stops. */
package io.streamlab.join.run;
