/**
 * Answers to SQL; the command is {@code scripts/query}. {@link io.streamlab.local.commands.query.Query} takes the request and asks
 * Athena itself; for the local catalog it starts a JVM with Spark, whose program is {@code LocalQuery}.
 */
package io.streamlab.local.commands.query;
