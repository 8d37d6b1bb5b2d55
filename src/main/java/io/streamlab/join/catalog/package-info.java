/** The source table, which tells the stream and its columns, and the catalog in which the job's own tables are registered. */
package io.streamlab.join.catalog;
