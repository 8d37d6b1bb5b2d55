/** Says in words where a query is, from its checkpoint. No query needs this package. */
package io.streamlab.kinesis.inspect;
