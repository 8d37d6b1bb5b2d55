package io.streamlab.join.catalog;

import io.streamlab.join.config.InvalidConfigException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A Kinesis stream as the catalog describes it. */
public final class SourceTable {
    private final String qualifiedName;
    private final String stream;
    private final URI endpoint;
    private final StructType schema;
    private final JsonFields fields;

    SourceTable(String qualifiedName, String stream, URI endpoint, StructType schema, JsonFields fields) {
        this.qualifiedName = Objects.requireNonNull(qualifiedName, "qualifiedName");
        this.stream = Objects.requireNonNull(stream, "stream");
        this.endpoint = endpoint;
        this.schema = Objects.requireNonNull(schema, "schema");
        this.fields = Objects.requireNonNull(fields, "fields");
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

    /**
     * Returns the same table, some of whose columns have other names in the job.
     *
     * @param newNames names in the catalog to names in the job
     * @throws InvalidConfigException when there is no such column, or two would have one name
     */
    SourceTable renamed(Map<String, String> newNames) {
        List<String> problems = new ArrayList<>();
        List<String> existing = Arrays.asList(schema.fieldNames());
        newNames.keySet().stream()
                .filter(column -> !existing.contains(column))
                .forEach(column -> problems.add(
                        "--rename_columns renames '" + column + "', which is none of the columns " + existing));
        StructType renamed = new StructType();
        Set<String> names = new HashSet<>();
        for (StructField column : schema.fields()) {
            String name = newNames.getOrDefault(column.name(), column.name());
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                problems.add("--rename_columns gives two columns the name '" + name + "', as case does not count");
            }
            renamed = renamed.add(name, column.dataType(), column.nullable());
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return new SourceTable(qualifiedName, stream, endpoint, renamed, fields.renamed(newNames));
    }

    /** Returns the columns of one record, all nullable. */
    public StructType schema() {
        return schema;
    }

    /** Returns which fields of an object the columns are read from. */
    public JsonFields fields() {
        return fields;
    }
}
