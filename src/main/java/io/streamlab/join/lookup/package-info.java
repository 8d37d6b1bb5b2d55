/** Scans the DynamoDB table with the reference data, and joins the stream with it. */
package io.streamlab.join.lookup;
