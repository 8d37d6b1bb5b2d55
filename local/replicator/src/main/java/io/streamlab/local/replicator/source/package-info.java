/** Reads the source: its tables, and with Debezium's embedded engine their rows and the binary log. */
package io.streamlab.local.replicator.source;
