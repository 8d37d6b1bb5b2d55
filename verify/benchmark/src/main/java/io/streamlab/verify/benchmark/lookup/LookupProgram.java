package io.streamlab.verify.benchmark.lookup;

import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDB;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.document.Item;
import com.amazonaws.services.dynamodbv2.document.ItemUtils;
import com.amazonaws.services.dynamodbv2.model.ScanRequest;
import com.amazonaws.services.dynamodbv2.model.ScanResult;
import io.streamlab.verify.benchmark.Turns;
import io.streamlab.verify.benchmark.Workspace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * All arms of one run, in a Spark process of their own. Measured is the time until Spark has counted the reference rows.
 *
 * <p>Arguments: the folder of a {@link Workspace}; its results are a {@link LookupResult} for each read.
 */
public final class LookupProgram {
    private final Workspace<LookupSettings> workspace;
    private final SparkSession spark;

    private LookupProgram(Workspace<LookupSettings> workspace) {
        this.workspace = workspace;
        spark = workspace.spark();
    }

    public static void main(String[] arguments) throws Exception {
        try (Workspace<LookupSettings> workspace = Workspace.open("lookup", arguments, LookupSettings.class)) {
            LookupProgram program = new LookupProgram(workspace);
            for (int items : workspace.settings().sizes()) {
                program.run(items, workspace.settings());
            }
        }
    }

    private void run(int items, LookupSettings settings) throws Exception {
        String table = LookupSettings.tableOf(items);
        try (JobReferenceTable job = JobReferenceTable.open(table);
                JobReferenceTable oneSegment = JobReferenceTable.open(table, "--lookup_segments", "1")) {
            Map<LookupArm, Reader> readers = new EnumMap<>(LookupArm.class);
            readers.put(LookupArm.PUBLISHED, () -> asPublished(table, false));
            readers.put(LookupArm.SEQUENTIAL, () -> asPublished(table, true));
            readers.put(LookupArm.ONE_SEGMENT, () -> oneSegment.scan(spark));
            readers.put(LookupArm.JOB, () -> job.scan(spark));
            for (int round = 0; round <= settings.rounds(); round++) {
                for (LookupArm arm : Turns.inRound(round, settings.arms())) {
                    // What one arm leaves behind is not to be cleared in the time of another.
                    System.gc();
                    long start = System.nanoTime();
                    long found = readers.get(arm).read().count();
                    workspace.report(new LookupResult(items, arm, round, (System.nanoTime() - start) / 1e9, found));
                }
            }
        }
    }

    /** With a new client each time, as the walk-through does it. */
    private Dataset<Row> asPublished(String table, boolean toTheEnd) {
        AmazonDynamoDB client = AmazonDynamoDBClientBuilder.standard()
                .withEndpointConfiguration(new EndpointConfiguration(
                        System.getenv("AWS_ENDPOINT_URL_DYNAMODB"), System.getenv("AWS_REGION")))
                .build();
        List<String> items = new ArrayList<>();
        ScanRequest request = new ScanRequest(table);
        do {
            ScanResult page = client.scan(request);
            ItemUtils.toItemList(page.getItems()).stream().map(Item::toJSON).forEach(items::add);
            request.setExclusiveStartKey(page.getLastEvaluatedKey());
        } while (toTheEnd && request.getExclusiveStartKey() != null);
        client.shutdown();
        return spark.read().json(spark.createDataset(items, Encoders.STRING()));
    }

    @FunctionalInterface
    private interface Reader {
        Dataset<Row> read() throws Exception;
    }
}
