package io.streamlab.kinesis.spark;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/** Reads what a stream holds and writes JSON files. Names the format, and no class of the source. Public for spark-submit. */
public final class ProgramOfASparkUser {

    private ProgramOfASparkUser() {}

    /** @param arguments stream name, directory of the checkpoint, directory of the files */
    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder().getOrCreate();
        spark.readStream()
                .format("exact-kinesis")
                .option("streamName", arguments[0])
                .load()
                .selectExpr(
                        "shardId",
                        "sequenceNumber",
                        "subSequenceNumber",
                        "partitionKey",
                        "cast(data as string) as data")
                .writeStream()
                .format("json")
                .option("checkpointLocation", arguments[1])
                .trigger(Trigger.AvailableNow())
                .start(arguments[2])
                .awaitTermination();
        spark.stop();
    }
}
