/** Puts rejected records back on a stream, each once. */
package io.streamlab.join.redrive;
