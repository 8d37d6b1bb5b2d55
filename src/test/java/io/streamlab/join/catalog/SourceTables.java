package io.streamlab.join.catalog;

import java.net.URI;
import org.apache.spark.sql.types.StructType;

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
}
