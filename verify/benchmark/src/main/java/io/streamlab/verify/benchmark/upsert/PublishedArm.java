package io.streamlab.verify.benchmark.upsert;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;

import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDB;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.document.Item;
import com.amazonaws.services.dynamodbv2.document.ItemUtils;
import com.amazonaws.services.dynamodbv2.model.ScanRequest;
import io.streamlab.verify.benchmark.Orders;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/**
 * What the published walk-through does with a batch: counts it, scans one page of the reference table with a new client, has Spark infer the
 * items' schema from their JSON, joins, drops, and writes with its options.
 *
 * <p>Of those the walk-through does not name, Glue 4.0's Hudi 0.12 decides; where later versions decide otherwise, what 0.12 does is
 * said here, so that the arm is the same on every version. The sync of the catalog is off, in every arm.
 */
final class PublishedArm extends StreamedArm {
    private static final Map<String, String> OPTIONS = options();

    PublishedArm(SparkSession spark, Path folder, BatchTimes times) {
        super(spark, folder, times);
    }

    @Override
    void run(Dataset<Row> stream) throws Exception {
        stream.select(from_json(col("data").cast("string"), Orders.SCHEMA).as("record"))
                .select("record.*")
                .writeStream()
                .option("checkpointLocation", path("checkpoint"))
                .trigger(Trigger.ProcessingTime("1 second"))
                .foreachBatch((VoidFunction2<Dataset<Row>, Long>) (frame, id) -> process(frame))
                .start()
                .awaitTermination();
    }

    private void process(Dataset<Row> frame) {
        if (frame.count() > 0) {
            Dataset<Row> reference = readReference();
            frame.join(reference, frame.col("country").equalTo(reference.col("countryname")), "left")
                    .drop(Orders.DROPPED.toArray(String[]::new))
                    .write()
                    .format("hudi")
                    .options(OPTIONS)
                    .mode(SaveMode.Append)
                    .save(tablePath());
        }
    }

    private Dataset<Row> readReference() {
        AmazonDynamoDB client = AmazonDynamoDBClientBuilder.standard()
                .withEndpointConfiguration(new EndpointConfiguration(
                        System.getenv("AWS_ENDPOINT_URL_DYNAMODB"), System.getenv("AWS_REGION")))
                .build();
        List<String> items =
                ItemUtils.toItemList(client.scan(new ScanRequest(Orders.REFERENCE_TABLE))
                                .getItems())
                        .stream()
                        .map(Item::toJSON)
                        .toList();
        return spark().read().json(spark().createDataset(items, Encoders.STRING()));
    }

    private static Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("hoodie.table.name", "hudi_table");
        options.put("hoodie.datasource.write.recordkey.field", Orders.KEY);
        options.put("hoodie.datasource.write.precombine.field", Orders.ORDERING_FIELD);
        options.put("hoodie.datasource.write.operation", "upsert");
        options.put("hoodie.datasource.write.storage.type", "COPY_ON_WRITE");
        options.put("hoodie.datasource.write.keygenerator.class", "org.apache.hudi.keygen.NonpartitionedKeyGenerator");
        options.put("hoodie.datasource.write.hive_style_partitioning", "false");
        options.put("hoodie.consistency.check.enabled", "true");
        options.put("hoodie.bulkinsert.shuffle.parallelism", "4");
        options.put("hoodie.datasource.hive_sync.enable", "false");
        // The defaults of 0.12: later versions follow the batch's own partitions.
        options.put("hoodie.upsert.shuffle.parallelism", "200");
        options.put("hoodie.insert.shuffle.parallelism", "200");
        return options;
    }
}
