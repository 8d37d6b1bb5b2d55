package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.KinesisSourceOptions;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Entry point of the source: {@code spark.readStream().format("exact-kinesis")}. The options are those of
 * {@link KinesisSourceOptions}, the columns those of {@link KinesisSchema}.
 */
public final class KinesisSourceProvider implements TableProvider, DataSourceRegister {

    @Override
    public String shortName() {
        return KinesisSourceOptions.SHORT_NAME;
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return KinesisSchema.SCHEMA;
    }

    /**
     * @throws IllegalArgumentException naming every option that is missing, unknown or wrong
     */
    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new KinesisTable(KinesisSourceOptions.parse(properties));
    }
}
