package io.streamlab.verify.endurance;

import io.streamlab.local.example.ExampleResources;
import io.streamlab.verify.chaos.faults.FaultyProxy;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Takes samples. Asks the servers themselves, so that the proxies count the job's calls alone. */
final class Sampler {
    private static final String TABLE = "output/hudi_table/";
    private static final String TIMELINE = TABLE + ".hoodie/";
    private static final String ARCHIVE = TIMELINE + "archived/";
    private static final String TOMBSTONES = TABLE + ".streaming_join_tombstones/";
    private static final String CHECKPOINT = "checkpoint/";
    private static final String LEDGER = CHECKPOINT + "reenrichment/";
    private static final String REJECTED = "rejected/";
    private static final double BYTES_OF_A_MEGABYTE = 1024 * 1024;

    private final S3Client s3;
    private final GlueClient glue;
    private final FaultyProxy s3Proxy;
    private final FaultyProxy dynamoDbProxy;
    private final FaultyProxy kinesisProxy;
    private final FaultyProxy glueProxy;

    Sampler(
            S3Client s3,
            GlueClient glue,
            FaultyProxy s3Proxy,
            FaultyProxy dynamoDbProxy,
            FaultyProxy kinesisProxy,
            FaultyProxy glueProxy) {
        this.s3 = s3;
        this.glue = glue;
        this.s3Proxy = s3Proxy;
        this.dynamoDbProxy = dynamoDbProxy;
        this.kinesisProxy = kinesisProxy;
        this.glueProxy = glueProxy;
    }

    Sample take(JobProcess job, int batches) {
        List<S3Object> objects =
                s3.listObjectsV2Paginator(request -> request.bucket(ExampleResources.BUCKET)).contents().stream()
                        .toList();
        return new Sample(
                batches,
                job.heapAfterCollection() / BYTES_OF_A_MEGABYTE,
                job.threads(),
                job.openFiles(),
                s3Proxy.calls(),
                dynamoDbProxy.calls(),
                kinesisProxy.calls(),
                glueProxy.calls(),
                count(objects, key -> key.startsWith(TABLE) && !key.startsWith(TIMELINE)),
                count(objects, key -> key.startsWith(TIMELINE) && !key.startsWith(ARCHIVE)),
                count(objects, key -> key.startsWith(ARCHIVE)),
                bytes(objects, TOMBSTONES),
                count(objects, key -> key.startsWith(CHECKPOINT)),
                bytes(objects, CHECKPOINT),
                bytes(objects, LEDGER),
                count(objects, key -> key.startsWith(REJECTED)),
                versions("hudi_table"),
                versions("hudi_table_rejected"));
    }

    private static long count(List<S3Object> objects, Predicate<String> key) {
        return objects.stream().filter(object -> key.test(object.key())).count();
    }

    private static long bytes(List<S3Object> objects, String prefix) {
        return objects.stream()
                .filter(object -> object.key().startsWith(prefix))
                .mapToLong(S3Object::size)
                .sum();
    }

    private int versions(String table) {
        try {
            return (int) glue
                    .getTableVersionsPaginator(request -> request.databaseName(ExampleResources.CATALOG_DATABASE)
                            .tableName(table))
                    .stream()
                    .mapToLong(page -> page.tableVersions().size())
                    .sum();
        } catch (EntityNotFoundException notYet) {
            return 0;
        }
    }
}
