package io.streamlab.join.lookup;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.config.LookupConfig;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** The stream of a reference table, as the table's description names it. */
final class TableStream {
    private final String arn;

    private TableStream(String arn) {
        this.arn = arn;
    }

    /** @throws ReferenceTableException when the table has no stream that could be followed, with the way out */
    static TableStream of(LookupConfig lookup, TableDescription table) {
        StreamSpecification stream = table.streamSpecification();
        if (stream == null || !Boolean.TRUE.equals(stream.streamEnabled()) || table.latestStreamArn() == null) {
            throw new ReferenceTableException(
                    lookup.table(),
                    "it has no stream, which --lookup_mode stream follows. Enable one: " + update(lookup, true)
                            + ". Or use --lookup_mode auto");
        }
        if (stream.streamViewType() != StreamViewType.NEW_IMAGE
                && stream.streamViewType() != StreamViewType.NEW_AND_OLD_IMAGES) {
            throw new ReferenceTableException(
                    lookup.table(),
                    "its stream has the view " + stream.streamViewTypeAsString()
                            + ", without the items that were written, which --lookup_mode stream needs. DynamoDB cannot change the "
                            + "view, so disable the stream and enable another one, if nothing else reads it: "
                            + update(lookup, false) + "; " + update(lookup, true) + ". Or use --lookup_mode auto");
        }
        return new TableStream(table.latestStreamArn());
    }

    private static String update(LookupConfig lookup, boolean enable) {
        return "aws dynamodb update-table --table-name " + lookup.table() + " --stream-specification StreamEnabled="
                + (enable ? "true,StreamViewType=NEW_IMAGE" : "false");
    }

    String arn() {
        return arn;
    }

    /** Returns the names of the attributes of the table's key. */
    static List<String> keyOf(TableDescription table) {
        return table.keySchema().stream()
                .map(KeySchemaElement::attributeName)
                .sorted()
                .collect(toList());
    }
}
