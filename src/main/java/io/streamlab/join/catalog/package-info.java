/** The source table: what the Glue Data Catalog says about the stream and its columns. */
package io.streamlab.join.catalog;
