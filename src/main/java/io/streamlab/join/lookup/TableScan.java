package io.streamlab.join.lookup;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.config.LookupConfig;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Scans the whole reference table, strongly consistent, all segments at the same time. */
final class TableScan {
    private final DynamoDbClient dynamoDb;
    private final LookupConfig lookup;
    private final ParallelRead readers;

    /** The number of segments of the next scan, which the last scan decides. */
    private int segments;

    TableScan(DynamoDbClient dynamoDb, LookupConfig lookup, ParallelRead readers) {
        this.dynamoDb = dynamoDb;
        this.lookup = lookup;
        this.readers = readers;
        this.segments = lookup.segments();
    }

    /**
     * Returns what takes the pages of each segment.
     *
     * @param attributes the names of the attributes to read
     * @param pages makes what takes the pages of a segment
     * @throws ReferenceTableException when a page cannot be read, or the scan takes too long
     */
    <P extends ScannedPages> List<P> run(Collection<String> attributes, Supplier<P> pages) {
        int total = segments;
        List<Callable<P>> parts = IntStream.range(0, total)
                .<Callable<P>>mapToObj(segment -> () -> {
                    P taken = pages.get();
                    SegmentScan.run(dynamoDb, lookup.table(), attributes, segment, total, taken);
                    return taken;
                })
                .collect(toList());
        List<P> read = readers.run(parts, "it");
        segments = SegmentCount.afterScan(
                read.stream().mapToDouble(ScannedPages::consumedCapacityUnits).sum(), lookup.segments());
        return read;
    }
}
