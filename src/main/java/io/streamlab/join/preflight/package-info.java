/** Looks whether the job finds all that it needs, and may do with it what it has to, before anything is run. */
package io.streamlab.join.preflight;
