/** Runs the job for many small commits, samples what it uses, and fails if something grows with the commits. */
package io.streamlab.verify.endurance;
