/** The source database of the local stand-in: a MariaDB server with a row-based binary log, in place of Aurora MySQL. */
package io.streamlab.local.replicator.mysql;
