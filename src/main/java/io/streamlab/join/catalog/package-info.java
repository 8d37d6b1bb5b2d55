/** Reads the source table, which names the stream and its columns, and registers the job's own tables. */
package io.streamlab.join.catalog;
