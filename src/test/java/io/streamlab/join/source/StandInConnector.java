package io.streamlab.join.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.execution.streaming.LongOffset;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Stands for awslabs' connector: its name and its columns. Its one batch has other records each time that it is evaluated, as the
 * connector's has on a stream into which records flow; it counts those that were asked for, and keeps the options that it was given.
 */
public final class StandInConnector implements TableProvider, DataSourceRegister {
    static final StructType SCHEMA = new StructType()
            .add("data", DataTypes.BinaryType)
            .add("streamName", DataTypes.StringType)
            .add("partitionKey", DataTypes.StringType)
            .add("sequenceNumber", DataTypes.StringType)
            .add("approximateArrivalTimestamp", DataTypes.TimestampType);

    static final int RECORDS_IN_A_BATCH = 10;
    static final Instant ARRIVAL = Instant.parse("2026-01-31T12:00:00Z");

    private static final List<Map<String, String>> OPTIONS = Collections.synchronizedList(new ArrayList<>());
    private static final AtomicInteger READ = new AtomicInteger();

    /** The options of the last load. */
    static Map<String, String> options() {
        return OPTIONS.get(OPTIONS.size() - 1);
    }

    /** Records that were read so far, in this JVM. */
    static int recordsRead() {
        return READ.get();
    }

    @Override
    public String shortName() {
        return "aws-kinesis";
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return SCHEMA;
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        OPTIONS.add(Map.copyOf(properties));
        return new StandInTable();
    }

    private static final class StandInTable implements Table, SupportsRead {
        @Override
        public String name() {
            return "aws-kinesis";
        }

        @Override
        @SuppressWarnings("deprecation") // Its successor is not in Spark 3.3.
        public StructType schema() {
            return SCHEMA;
        }

        @Override
        public Set<TableCapability> capabilities() {
            return Set.of(TableCapability.MICRO_BATCH_READ);
        }

        @Override
        public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
            return StandInScan::new;
        }
    }

    private static final class StandInScan implements Scan {
        @Override
        public StructType readSchema() {
            return SCHEMA;
        }

        @Override
        public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
            return new OneBatch();
        }
    }

    private static final class OneBatch implements MicroBatchStream {
        @Override
        public Offset initialOffset() {
            return new LongOffset(0);
        }

        @Override
        public Offset latestOffset() {
            return new LongOffset(1);
        }

        @Override
        public Offset deserializeOffset(String json) {
            return new LongOffset(Long.parseLong(json));
        }

        @Override
        public InputPartition[] planInputPartitions(Offset start, Offset end) {
            return new InputPartition[] {new OneShard()};
        }

        @Override
        public PartitionReaderFactory createReaderFactory() {
            return partition -> new Reader();
        }

        @Override
        public void commit(Offset end) {
            // It has no state.
        }

        @Override
        public void stop() {
            // It holds nothing.
        }
    }

    private record OneShard() implements InputPartition {}

    /** The numbers go on from where the last evaluation ended. Every other record is no JSON. */
    private static final class Reader implements PartitionReader<InternalRow> {
        private int remaining = RECORDS_IN_A_BATCH;
        private int number;

        @Override
        public boolean next() {
            if (remaining == 0) {
                return false;
            }
            remaining--;
            number = READ.getAndIncrement();
            return true;
        }

        @Override
        public InternalRow get() {
            String payload = number % 2 == 0 ? "{\"uuid\":\"" + number + "\",\"orderdate\":\"1/31/26\"}" : "broken";
            return new GenericInternalRow(Stream.of(
                            payload.getBytes(UTF_8),
                            UTF8String.fromString("orders"),
                            UTF8String.fromString("key"),
                            UTF8String.fromString(Integer.toString(number)),
                            ARRIVAL.toEpochMilli() * 1000)
                    .toArray());
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
