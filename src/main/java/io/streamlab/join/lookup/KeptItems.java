package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.config.UnfitReferenceItem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of a reference table in the driver's memory, as a scan found them and later changes have left them.
 *
 * <p>Threads that read segments or shards may call {@link #load}, {@link #put} and {@link #remove} at the same time. An item's
 * changes come from one thread after the other.
 */
final class KeptItems {
    /** As many unfit items keep their message, so that the log can name one when others are corrected. */
    private static final int MESSAGES_KEPT = 100;

    private final LookupConfig lookup;
    private final List<String> key;
    private final ReferenceChanges changes;
    private final AttributeConverter converter;
    private final JoinKey joinKey;

    /** The row of each item by its key; null for an item that does not fit. */
    private final Map<String, Row> items = new HashMap<>();

    /** By the text of the join values: a {@link Row}, or an {@link ItemGroup} of several. */
    private final Map<String, Object> byJoinKey = new HashMap<>();

    /** How many items are left out for each join key because another item has it. */
    private final Map<String, Integer> duplicates = new TreeMap<>();

    /** What is wrong with each unfit item, by its key; an empty text for all but some. */
    private final Map<String, String> unfit = new LinkedHashMap<>();

    /**
     * @param key the names of the attributes of the table's key
     * @param changes gets the join keys of what changes after the scan
     */
    KeptItems(LookupConfig lookup, List<String> key, ReferenceChanges changes) {
        this.lookup = lookup;
        this.key = key;
        this.changes = changes;
        this.converter = new AttributeConverter(lookup.schema());
        this.joinKey = new JoinKey(lookup);
    }

    /** Returns the names of the attributes that a scan has to read: those of the join, and those of the table's key. */
    Set<String> attributes() {
        Set<String> attributes = new LinkedHashSet<>();
        Collections.addAll(attributes, lookup.schema().fieldNames());
        attributes.addAll(key);
        return attributes;
    }

    /**
     * Adds a page of a scan.
     *
     * @throws InvalidReferenceItemException when an item does not fit, and {@code unfit_reference_item} is {@code fail}
     * @throws TooManyReferenceItemsException when there are more items than there may be
     */
    void load(List<Map<String, AttributeValue>> page) {
        for (Map<String, AttributeValue> item : page) {
            put(item);
        }
        requireFit();
    }

    /** Takes an item as it is now, in the place of the item with the same key. Whether it fits is checked later. */
    void put(Map<String, AttributeValue> item) {
        Row row = null;
        String problem = null;
        try {
            row = converter.toRow(item);
        } catch (InvalidReferenceItemException e) {
            problem = e.getMessage();
        }
        String itemKey = textOfKey(item);
        String group = row == null ? null : joinKey.ofItem(row);
        synchronized (this) {
            forget(itemKey);
            items.put(itemKey, row);
            if (row == null) {
                unfit.put(itemKey, unfit.size() < MESSAGES_KEPT ? problem : "");
            }
            join(group, row);
        }
    }

    /** @param item has the attributes of the key */
    void remove(Map<String, AttributeValue> item) {
        String itemKey = textOfKey(item);
        synchronized (this) {
            forget(itemKey);
            items.remove(itemKey);
        }
    }

    private void forget(String itemKey) {
        unfit.remove(itemKey);
        Row row = items.get(itemKey);
        String group = row == null ? null : joinKey.ofItem(row);
        if (group == null) {
            return;
        }
        changes.add(group);
        Object member = byJoinKey.get(group);
        if (member instanceof ItemGroup) {
            ItemGroup several = (ItemGroup) member;
            several.remove(row);
            noteDuplicates(group, several.size() - 1);
            if (several.size() == 1) {
                byJoinKey.put(group, several.winner());
            }
        } else {
            byJoinKey.remove(group);
        }
    }

    private void join(String group, Row row) {
        if (group == null) {
            return;
        }
        changes.add(group);
        Object member = byJoinKey.putIfAbsent(group, row);
        if (member == null) {
            return;
        }
        ItemGroup several;
        if (member instanceof ItemGroup) {
            several = (ItemGroup) member;
        } else {
            several = new ItemGroup();
            several.add((Row) member);
            byJoinKey.put(group, several);
        }
        several.add(row);
        noteDuplicates(group, several.size() - 1);
    }

    private void noteDuplicates(String group, int count) {
        if (count == 0) {
            duplicates.remove(group);
        } else {
            duplicates.put(group, count);
        }
    }

    /**
     * Checks the items as they are now: an item may not have fitted between two changes.
     *
     * @throws InvalidReferenceItemException when an item does not fit, and {@code unfit_reference_item} is {@code fail}
     * @throws TooManyReferenceItemsException when there are more items than there may be
     */
    synchronized void requireFit() {
        if (items.size() > lookup.maxRows()) {
            throw new TooManyReferenceItemsException(lookup.maxRows());
        }
        if (lookup.unfitItem() == UnfitReferenceItem.FAIL) {
            firstUnfit().ifPresent(problem -> {
                throw new InvalidReferenceItemException(problem);
            });
        }
    }

    /** Returns how many items the table has. */
    synchronized int size() {
        return items.size();
    }

    synchronized int unfitItems() {
        return unfit.size();
    }

    /** Returns a sentence on one of the items that do not fit; empty if all fit. */
    synchronized Optional<String> firstUnfit() {
        return unfit.entrySet().stream()
                .map(item -> item.getValue().isEmpty() ? "the item with the key " + item.getKey() : item.getValue())
                .findFirst();
    }

    synchronized Map<String, Integer> duplicates() {
        return new TreeMap<>(duplicates);
    }

    /** Returns how many join keys have an item. */
    synchronized int joinKeys() {
        return byJoinKey.size();
    }

    /** Returns one row for each join key. */
    synchronized List<Row> rows() {
        List<Row> rows = new ArrayList<>(byJoinKey.size());
        byJoinKey.values().forEach(member -> rows.add(rowOf(member)));
        return rows;
    }

    /** Returns the rows of those of the join keys that have an item. */
    synchronized List<Row> rows(Collection<String> joinKeys) {
        List<Row> rows = new ArrayList<>();
        joinKeys.stream().map(byJoinKey::get).filter(Objects::nonNull).forEach(member -> rows.add(rowOf(member)));
        return rows;
    }

    private static Row rowOf(Object member) {
        return member instanceof ItemGroup ? ((ItemGroup) member).winner() : (Row) member;
    }

    /** Returns a text that is the same for equal keys only: each value with its length. */
    private String textOfKey(Map<String, AttributeValue> item) {
        StringBuilder text = new StringBuilder();
        for (String name : key) {
            String value = textOf(item.get(name));
            if (key.size() > 1) {
                text.append(value.length()).append(':');
            }
            text.append(value);
        }
        return text.toString();
    }

    /** The type of a key's attribute is the same in all items of a table. */
    private static String textOf(AttributeValue value) {
        if (value.s() != null) {
            return value.s();
        }
        if (value.n() != null) {
            return new BigDecimal(value.n()).stripTrailingZeros().toString();
        }
        return Base64.getEncoder().encodeToString(value.b().asByteArray());
    }
}
