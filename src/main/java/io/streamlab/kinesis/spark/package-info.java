/** The adapter to Spark: the data source, its table and scan, the readers of a batch, the metrics. Holds no planning. */
package io.streamlab.kinesis.spark;
