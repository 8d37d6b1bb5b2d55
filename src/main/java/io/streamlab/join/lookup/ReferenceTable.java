package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The DynamoDB table with the reference data. */
public final class ReferenceTable implements AutoCloseable {
    private final DynamoDbClient dynamoDb;
    private final LookupConfig lookup;
    private final ExecutorService scanners;

    ReferenceTable(DynamoDbClient dynamoDb, LookupConfig lookup) {
        this.dynamoDb = dynamoDb;
        this.lookup = lookup;
        this.scanners = Executors.newFixedThreadPool(lookup.segments(), task -> {
            Thread thread = new Thread(task, "reference-table-scan");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Opens the table with the SDK's own credentials, region and endpoint; nothing is read yet. */
    public static ReferenceTable open(LookupConfig lookup) {
        DynamoDbClient dynamoDb = DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        return new ReferenceTable(dynamoDb, lookup);
    }

    /**
     * Reads the whole table, strongly consistent, all segments at the same time.
     *
     * @throws ReferenceTableException when any page of any segment cannot be read; what was read until then is dropped
     */
    public ReferenceSnapshot scan() {
        Instant scanStart = Instant.now();
        long start = System.nanoTime();
        List<Future<SegmentScan>> running = new ArrayList<>();
        IntStream.range(0, lookup.segments())
                .forEach(segment -> running.add(scanners.submit(() -> SegmentScan.run(dynamoDb, lookup, segment))));
        try {
            List<SegmentScan> segments = new ArrayList<>();
            for (Future<SegmentScan> segment : running) {
                segments.add(segment.get());
            }
            return ReferenceSnapshot.of(lookup, segments, scanStart, Duration.ofNanos(System.nanoTime() - start));
        } catch (ExecutionException e) {
            throw new ReferenceTableException(lookup.table(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReferenceTableException(lookup.table(), e);
        } finally {
            running.forEach(segment -> segment.cancel(true));
        }
    }

    @Override
    public void close() {
        scanners.shutdownNow();
        dynamoDb.close();
    }
}
