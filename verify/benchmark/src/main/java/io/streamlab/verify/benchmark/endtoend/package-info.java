/** From a record on the stream to a row that can be queried: how many a second, and how soon. */
package io.streamlab.verify.benchmark.endtoend;
