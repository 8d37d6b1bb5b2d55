package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.config.LookupMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * Decides for each batch whether its items are read by their keys: always with {@code lookup_mode keys}, never with
 * {@code scan}, and with {@code auto} where it costs less read capacity than a scan.
 */
final class KeyChoice {
    private static final Logger LOG = LoggerFactory.getLogger(KeyChoice.class);

    /** DynamoDB updates the size of a table about every six hours. The job sees the update an hour later at most. */
    private static final Duration DESCRIPTION_AGE = Duration.ofHours(1);

    private final DynamoDbClient dynamoDb;
    private final LookupConfig lookup;
    private final ParallelRead readers;
    private final Clock clock;
    private final ShrinkCheck.Pause pause;

    /** Null before the first batch. */
    private Instant describedAt;

    /** Null while the items cannot be read by keys. */
    private KeyLookup keys;

    private ReadCost cost;

    /** Of the last scan, which knows the table's size better than its description; 0 before. */
    private double unitsOfLastScan;

    /** Null before the first choice. */
    private Boolean lastChoice;

    KeyChoice(
            DynamoDbClient dynamoDb, LookupConfig lookup, ParallelRead readers, Clock clock, ShrinkCheck.Pause pause) {
        this.dynamoDb = dynamoDb;
        this.lookup = lookup;
        this.readers = readers;
        this.clock = clock;
        this.pause = pause;
    }

    /** Notes what a scan cost. */
    void noteScan(double consumedCapacityUnits) {
        unitsOfLastScan = consumedCapacityUnits;
    }

    /**
     * Returns the items that have the join values of the records; empty if a scan shall be made.
     *
     * @throws ReferenceTableException as {@link KeyLookup#read}; with {@code lookup_mode keys} also when the join columns are
     *     no key, or the table cannot be described
     */
    Optional<ReferenceSnapshot> read(Dataset<Row> records) {
        if (lookup.mode() == LookupMode.SCAN) {
            return Optional.empty();
        }
        describe();
        if (keys == null) {
            return Optional.empty();
        }
        if (lookup.mode() == LookupMode.KEYS) {
            return Optional.of(keys.read(keys.distinctValues(records)));
        }
        double scanUnits = Math.max(cost.ofScan(), unitsOfLastScan);
        if (scanUnits <= ReadCost.UNITS_OF_A_PAGE) {
            note(false, Math.round(scanUnits) + " read units, which is one page");
            return Optional.empty();
        }
        List<ArrayList<String>> values = keys.distinctValues(records);
        double keyUnits = cost.ofKeys(values.size());
        boolean byKeys = keyUnits < scanUnits || cost.items() > lookup.maxRows();
        note(
                byKeys,
                scanUnits + " read units, and the items of the batch's " + values.size() + " join values about "
                        + keyUnits);
        return byKeys ? Optional.of(keys.read(values)) : Optional.empty();
    }

    private void note(boolean byKeys, String costs) {
        if (lastChoice == null || lastChoice != byKeys) {
            LOG.info(
                    "Reference table {}: {} (--lookup_mode auto). A scan costs about {}",
                    lookup.table(),
                    byKeys ? "the batch reads the items of its own join values" : "the batch reads the whole table",
                    costs);
        }
        lastChoice = byKeys;
    }

    private void describe() {
        Instant now = clock.instant();
        if (describedAt != null && now.isBefore(describedAt.plus(DESCRIPTION_AGE))) {
            return;
        }
        Optional<TableDescription> table = description();
        if (table.isPresent()) {
            use(table.get());
        }
        describedAt = now;
    }

    /** Returns empty if the role may not describe the table, and the job can do without. */
    private Optional<TableDescription> description() {
        try {
            return Optional.of(dynamoDb.describeTable(request -> request.tableName(lookup.table()))
                    .table());
        } catch (RuntimeException e) {
            ReferenceTableException failure = new ReferenceTableException(lookup.table(), e);
            if (!failure.isAccessDenied() || needsKey()) {
                throw failure;
            }
            warnOnce(failure);
            return Optional.empty();
        }
    }

    private void use(TableDescription table) {
        try {
            LookupKey key = LookupKey.of(lookup, table);
            if (keys == null) {
                keys = new KeyLookup(dynamoDb, lookup, key, readers, clock, pause);
            }
            cost = ReadCost.of(table, key);
        } catch (ReferenceTableException e) {
            if (needsKey()) {
                throw e;
            }
            keys = null;
            warnOnce(e);
        }
    }

    /** Somebody who names an index wants it to be used. */
    private boolean needsKey() {
        return lookup.mode() == LookupMode.KEYS || lookup.index().isPresent();
    }

    private void warnOnce(ReferenceTableException reason) {
        if (describedAt == null) {
            LOG.warn("Each batch reads the whole reference table (--lookup_mode auto): {}", reason.getMessage());
        }
    }
}
