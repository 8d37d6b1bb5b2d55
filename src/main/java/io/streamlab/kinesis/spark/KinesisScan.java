package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.KinesisSourceOptions;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;

/** A read of one stream by one query. */
final class KinesisScan implements Scan {

    private final KinesisSourceOptions options;

    KinesisScan(KinesisSourceOptions options) {
        this.options = options;
    }

    @Override
    public StructType readSchema() {
        return KinesisSchema.SCHEMA;
    }

    @Override
    public String description() {
        return KinesisSourceOptions.SHORT_NAME + " " + options.stream();
    }

    /** @param checkpointLocation names the source to its watch. Nothing is stored there: Spark's offset log is all the state */
    @Override
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
        ReadTotals totals = new ReadTotals();
        SparkSession.active().sparkContext().register(totals);
        KinesisMicroBatchStream stream = KinesisMicroBatchStream.create(
                options, totals, () -> SparkSession.active().sparkContext().defaultParallelism());
        SourceWatch.started(checkpointLocation, stream::metricsSinceStart);
        return stream;
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return SourceTaskMetrics.all();
    }
}
