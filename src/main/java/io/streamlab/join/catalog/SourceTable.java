package io.streamlab.join.catalog;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** A Kinesis stream as the catalog describes it. */
public final class SourceTable {
    private final String qualifiedName;
    private final String stream;
    private final URI endpoint;
    private final StructType schema;

    SourceTable(String qualifiedName, String stream, URI endpoint, StructType schema) {
        this.qualifiedName = Objects.requireNonNull(qualifiedName, "qualifiedName");
        this.stream = Objects.requireNonNull(stream, "stream");
        this.endpoint = endpoint;
        this.schema = Objects.requireNonNull(schema, "schema");
    }

    /** Returns {@code database.table}. */
    public String qualifiedName() {
        return qualifiedName;
    }

    /** Returns the stream's ARN where the catalog has it, its name otherwise. */
    public String stream() {
        return stream;
    }

    /** Returns where the stream is read; empty for the SDK's own choice. */
    public Optional<URI> endpoint() {
        return Optional.ofNullable(endpoint);
    }

    /** Returns the columns of one record, all nullable. */
    public StructType schema() {
        return schema;
    }
}
