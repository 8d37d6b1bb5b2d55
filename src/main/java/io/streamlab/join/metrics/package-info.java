/** Reports what each batch did: one line of the log, and metrics in CloudWatch. */
package io.streamlab.join.metrics;
