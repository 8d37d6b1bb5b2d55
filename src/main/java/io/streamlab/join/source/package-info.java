/** Opens the stream as a streaming dataset, by either of the two connectors. */
package io.streamlab.join.source;
