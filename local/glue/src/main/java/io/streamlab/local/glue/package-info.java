/**
 * A small AWS Glue Data Catalog: databases and tables in memory, behind the service's own JSON protocol.
 *
 * <p>It holds what the job and the AWS CLI's {@code aws glue get-table} and {@code create-table} need, and nothing of
 * Glue's jobs, crawlers or partitions.
 */
package io.streamlab.local.glue;
