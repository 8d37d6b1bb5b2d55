package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.config.UnfitReferenceItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;

/** The rows of the items that a part of a scan has read, or of given keys. */
final class ReadItems implements ScannedPages {
    private final LookupConfig lookup;
    private final ItemLimit limit;
    private final AttributeConverter converter;
    private final List<Row> rows = new ArrayList<>();
    private int unfitItems;
    /** Null without such an item. Only one message: there may be as many such items as items. */
    private String firstUnfit;

    private int pages;
    private double consumedCapacityUnits;

    /** @param limit for all parts together */
    ReadItems(LookupConfig lookup, ItemLimit limit) {
        this.lookup = lookup;
        this.limit = limit;
        this.converter = new AttributeConverter(lookup.schema());
    }

    @Override
    public void addPage(List<Map<String, AttributeValue>> items, List<ConsumedCapacity> consumed) {
        limit.add(items.size());
        items.forEach(this::add);
        pages++;
        for (ConsumedCapacity capacity : consumed) {
            consumedCapacityUnits += capacity.capacityUnits();
        }
    }

    private void add(Map<String, AttributeValue> item) {
        try {
            rows.add(converter.toRow(item));
        } catch (InvalidReferenceItemException e) {
            if (lookup.unfitItem() == UnfitReferenceItem.FAIL) {
                throw e;
            }
            unfitItems++;
            if (firstUnfit == null) {
                firstUnfit = e.getMessage();
            }
        }
    }

    /** Returns how many items are left out because they do not fit. */
    int unfitItems() {
        return unfitItems;
    }

    /** Returns a sentence on one of the items that do not fit; empty if all fit. */
    Optional<String> firstUnfit() {
        return Optional.ofNullable(firstUnfit);
    }

    List<Row> rows() {
        return rows;
    }

    int pages() {
        return pages;
    }

    @Override
    public double consumedCapacityUnits() {
        return consumedCapacityUnits;
    }
}
