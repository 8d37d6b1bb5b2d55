/** The Hudi table: which write options follow from the configuration, and the upsert. Only this package names them. */
package io.streamlab.join.hudi;
