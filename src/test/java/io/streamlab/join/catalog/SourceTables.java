package io.streamlab.join.catalog;

import java.net.URI;
import java.util.Map;
import org.apache.spark.sql.types.StructType;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;

/** Source tables as the catalog would give them. */
public final class SourceTables {
    private SourceTables() {}

    /** @param endpoint null for none */
    public static SourceTable of(String stream, String endpoint) {
        return new SourceTable(
                "shop.orders_stream",
                stream,
                endpoint == null ? null : URI.create(endpoint),
                new StructType().add("uuid", "string"),
                JsonFields.byName());
    }

    /** @param columns names to types, as the catalog has them */
    public static SourceTable parse(Map<String, String> columns) {
        return new SourceTableParser("shop.orders_stream")
                .parse(Table.builder()
                        .parameters(Map.of("classification", "json"))
                        .storageDescriptor(
                                storage -> storage.parameters(Map.of("typeOfData", "kinesis", "streamName", "orders"))
                                        .columns(columns.entrySet().stream()
                                                .map(column -> Column.builder()
                                                        .name(column.getKey())
                                                        .type(column.getValue())
                                                        .build())
                                                .toList()))
                        .build());
    }
}
