package io.streamlab.join.lookup;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.config.LookupConfig;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Tries to read one item by its key, as a batch would, to see whether the job could. */
public final class KeyProbe {
    private final LookupConfig lookup;
    private final LookupKey key;

    private KeyProbe(LookupConfig lookup, LookupKey key) {
        this.lookup = lookup;
        this.key = key;
    }

    /** @throws ReferenceTableException when the join columns are no key of the table */
    public static KeyProbe of(LookupConfig lookup, TableDescription table) {
        return new KeyProbe(lookup, LookupKey.of(lookup, table));
    }

    /** Returns the action as IAM calls it. */
    public String action() {
        return key.findsOneItem() ? "dynamodb:BatchGetItem" : "dynamodb:Query";
    }

    /** Reads the item of a key that the table need not have, and returns how many items were found. */
    public int read(DynamoDbClient dynamoDb) throws Exception {
        List<String> texts =
                key.attributes().stream().map(KeyAttribute::anyText).collect(toList());
        return new KeyRead(dynamoDb, lookup, key, RetryingDynamoDb.PAGE_PATIENCE, time -> Thread.sleep(time.toMillis()))
                .parts(Collections.singletonList(texts), new ItemLimit(lookup.maxRows()))
                .get(0)
                .call()
                .rows()
                .size();
    }
}
