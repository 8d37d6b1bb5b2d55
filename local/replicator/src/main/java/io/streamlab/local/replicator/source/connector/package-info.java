/**
 * Debezium's MariaDB connector with other readers of values: a value has one form, whether a row is loaded or comes from the
 * binary log.
 */
package io.streamlab.local.replicator.source.connector;
