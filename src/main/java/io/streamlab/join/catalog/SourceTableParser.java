package io.streamlab.join.catalog;

import io.streamlab.join.config.ColumnTypes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Reads a table of the Glue Data Catalog as the description of a Kinesis stream.
 *
 * <p>Glue writes these keys for a stream: StorageDescriptor.Parameters has {@code typeOfData} = kinesis, {@code streamARN} or
 * {@code streamName}, and {@code endpointUrl}; examples of AWS call the last one {@code kinesisUrl}. Location is the stream's
 * name.
 */
final class SourceTableParser {
    /** The name of a struct's field with another character than letters, digits and underscores. */
    private static final Pattern ODD_FIELD = Pattern.compile("[<,]([^<>,:`()]*[^A-Za-z0-9_<>,:`()][^<>,:`()]*):");

    private final String qualifiedName;

    SourceTableParser(String qualifiedName) {
        this.qualifiedName = qualifiedName;
    }

    SourceTable parse(Table table) {
        StorageDescriptor storage = table.storageDescriptor();
        if (storage == null) {
            throw invalid("it has no storage descriptor");
        }
        Map<String, String> parameters = new HashMap<>(table.parameters());
        parameters.putAll(storage.parameters());
        requireKinesis(parameters);
        requireJson(parameters);
        StructType schema = schema(storage);
        return new SourceTable(
                qualifiedName, stream(parameters, storage), endpoint(parameters), schema, fields(storage, schema));
    }

    private void requireKinesis(Map<String, String> parameters) {
        String type = parameters.get("typeOfData");
        if (!"kinesis".equals(type)) {
            throw invalid("its parameter typeOfData is " + quoted(type) + " but must be 'kinesis'");
        }
    }

    private void requireJson(Map<String, String> parameters) {
        String classification = parameters.get("classification");
        if (classification == null || !classification.toLowerCase(Locale.ROOT).equals("json")) {
            throw invalid("its parameter classification is " + quoted(classification) + " but must be 'json'");
        }
    }

    private String stream(Map<String, String> parameters, StorageDescriptor storage) {
        for (String candidate :
                new String[] {parameters.get("streamARN"), parameters.get("streamName"), storage.location()}) {
            if (candidate != null && !candidate.trim().isEmpty()) {
                return candidate.trim();
            }
        }
        throw invalid("it names no stream: set the parameter streamARN or streamName");
    }

    private URI endpoint(Map<String, String> parameters) {
        URI endpoint = url("endpointUrl", parameters);
        URI sameEndpoint = url("kinesisUrl", parameters);
        if (endpoint != null && sameEndpoint != null && !endpoint.equals(sameEndpoint)) {
            throw invalid(
                    "its parameter endpointUrl is " + quoted(endpoint.toString()) + " and its parameter kinesisUrl is "
                            + quoted(sameEndpoint.toString()) + ", which mean the same: remove one of them");
        }
        return endpoint == null ? sameEndpoint : endpoint;
    }

    private URI url(String parameter, Map<String, String> parameters) {
        String url = parameters.get(parameter);
        if (url == null || url.trim().isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(url.trim());
            if (uri.getScheme() == null || uri.getHost() == null) {
                throw invalid("its parameter " + parameter + " is " + quoted(url) + " but must be a URL");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw invalid("its parameter " + parameter + " is " + quoted(url) + " but must be a URL");
        }
    }

    private JsonFields fields(StorageDescriptor storage, StructType schema) {
        try {
            return SerDeParameters.fields(storage.serdeInfo(), schema);
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage());
        }
    }

    private StructType schema(StorageDescriptor storage) {
        StructType schema = new StructType();
        Set<String> names = new HashSet<>();
        for (Column column : storage.columns()) {
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw invalid("it has two columns called " + quoted(column.name()) + ", as case does not count");
            }
            schema = schema.add(column.name(), type(column), true);
        }
        if (schema.isEmpty()) {
            throw invalid("it has no columns");
        }
        return schema;
    }

    private DataType type(Column column) {
        DataType type;
        try {
            // Rather than DataType.fromDDL, which would take "a int" for a struct with one field.
            type = new StructType().add(column.name(), column.type()).apply(0).dataType();
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            throw invalidType(column, "is no type of Hive or Spark SQL" + hintOnFields(column.type()), e);
        }
        try {
            return ColumnTypes.plain(type);
        } catch (IllegalArgumentException e) {
            throw invalidType(column, "no JSON value can be read as", e);
        }
    }

    /** Hive takes any name for a field of a struct, Spark does not: and neither does the Hudi table. */
    private static String hintOnFields(String type) {
        Matcher field = ODD_FIELD.matcher(type == null ? "" : type);
        return field.find()
                ? ": its field '" + field.group(1) + "' must have letters, digits and underscores only. Name it '"
                        + field.group(1).replaceAll("[^A-Za-z0-9_]", "_")
                        + "' in the catalog and map it by a SerDe parameter mapping.*"
                : "";
    }

    private InvalidSourceTableException invalidType(Column column, String rule, Throwable cause) {
        return new InvalidSourceTableException(
                qualifiedName,
                "the type of its column " + quoted(column.name()) + " is " + quoted(column.type()) + ", which " + rule,
                cause);
    }

    private InvalidSourceTableException invalid(String problem) {
        return new InvalidSourceTableException(qualifiedName, problem);
    }

    private static String quoted(String value) {
        return value == null ? "missing" : "'" + value + "'";
    }
}
