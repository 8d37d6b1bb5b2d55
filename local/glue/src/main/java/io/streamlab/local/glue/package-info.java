/**
 * A small AWS Glue Data Catalog: databases, tables, their versions and partitions in memory, behind the service's own JSON
 * protocol.
 *
 * <p>It holds what the job and the AWS CLI's {@code aws glue get-table} and {@code create-table} need, and nothing of
 * Glue's jobs or crawlers.
 */
package io.streamlab.local.glue;
