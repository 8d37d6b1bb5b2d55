/** The source's side: the tables that can be read, and Debezium's embedded engine, which reads rows and binary log. */
package io.streamlab.local.replicator.source;
