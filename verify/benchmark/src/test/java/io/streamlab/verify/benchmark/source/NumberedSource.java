package io.streamlab.verify.benchmark.source;

import java.util.Map;
import java.util.Set;
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
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Stands for a connector: one batch of numbered records, as many as the option {@value #RECORDS} says. */
public final class NumberedSource implements TableProvider {
    static final String RECORDS = "records";

    private static final StructType SCHEMA = new StructType().add("data", DataTypes.BinaryType);

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return SCHEMA;
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new NumberedTable(Integer.parseInt(properties.get(RECORDS)));
    }

    private record NumberedTable(int records) implements Table, SupportsRead {
        @Override
        public String name() {
            return "numbered";
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
            return () -> new NumberedScan(records);
        }
    }

    private record NumberedScan(int records) implements Scan {
        @Override
        public StructType readSchema() {
            return SCHEMA;
        }

        @Override
        public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
            return new OneBatch(records);
        }
    }

    private record OneBatch(int records) implements MicroBatchStream {
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
            return new InputPartition[] {new Records(records)};
        }

        @Override
        public PartitionReaderFactory createReaderFactory() {
            return partition -> new Reader(((Records) partition).count());
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

    private record Records(int count) implements InputPartition {}

    private static final class Reader implements PartitionReader<InternalRow> {
        private final int count;
        private int next;

        private Reader(int count) {
            this.count = count;
        }

        @Override
        public boolean next() {
            return next < count;
        }

        @Override
        public InternalRow get() {
            return new GenericInternalRow(new Object[] {NumberedRecord.payload(next++, 1_000)});
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
