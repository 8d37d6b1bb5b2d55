package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.KinesisSourceOptions;
import java.util.Collections;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** One Kinesis stream as a table that can be read in micro-batches, and in no other way. */
final class KinesisTable implements SupportsRead {

    private final KinesisSourceOptions options;

    KinesisTable(KinesisSourceOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return KinesisSourceOptions.SHORT_NAME + "(" + options.stream().name() + ")";
    }

    @Override
    public StructType schema() {
        return KinesisSchema.SCHEMA;
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Collections.singleton(TableCapability.MICRO_BATCH_READ);
    }

    /** The options given here are those the table was made from: a stream has no second place to set them. */
    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap sameOptions) {
        return () -> new KinesisScan(options);
    }
}
