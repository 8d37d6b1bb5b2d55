/** Writes the Hudi table. Only this package names Hudi's options. */
package io.streamlab.join.hudi;
