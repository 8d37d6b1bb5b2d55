/** Checks before a run that the job finds everything it needs, and has the permissions. */
package io.streamlab.join.preflight;
