/** What happens to one micro-batch: parse, keep the rejected apart, look up, join, upsert. */
package io.streamlab.join.batch;
