package io.streamlab.local.example;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes the example's orders without end: the same ones in the same order for the same seed, on every JDK.
 *
 * <p>The malformed share is kept exactly: among the first n records n * percent / 100 are malformed, rounded down. The kinds of
 * {@link Malformation} take turns. Not thread-safe.
 */
public final class OrderGenerator implements Iterator<GeneratedRecord> {
    private static final Malformation[] MALFORMATIONS = Malformation.values();

    private final double malformedPercent;

    /** Its algorithm is part of the JDK's specification, so a seed means the same everywhere. */
    private final Random random;

    /** Apart from the other, so that the orders of a seed are the same whatever share of them is spoiled. */
    private final Random spoilingRandom;

    private long made;
    private long malformed;

    /**
     * @param malformedPercent 0 to 100
     * @throws IllegalArgumentException if the percentage is outside these bounds
     */
    public OrderGenerator(long seed, double malformedPercent) {
        if (!(malformedPercent >= 0 && malformedPercent <= 100)) {
            throw new IllegalArgumentException(
                    "malformedPercent is " + malformedPercent + ": it must lie between 0 and 100");
        }
        this.malformedPercent = malformedPercent;
        this.random = new Random(seed);
        this.spoilingRandom = new Random(~seed);
    }

    /** Always true. */
    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public GeneratedRecord next() {
        Order order = nextOrder();
        ObjectNode json = OrderJson.toTree(order);
        made++;
        if (malformed < Math.floor(made * malformedPercent / 100)) {
            Malformation malformation = MALFORMATIONS[(int) (malformed % MALFORMATIONS.length)];
            malformed++;
            return new GeneratedRecord(order, Optional.of(malformation), malformation.spoil(json, spoilingRandom));
        }
        return new GeneratedRecord(order, Optional.empty(), OrderJson.toBytes(json));
    }

    /** Returns the next {@code count} records, made as they are asked for. */
    public Iterator<GeneratedRecord> take(long count) {
        return Stream.generate(this::next).limit(count).iterator();
    }

    private Order nextOrder() {
        return new Order(
                random.nextInt(ExampleValues.HIGHEST_UUID + 1),
                pick(ExampleValues.COUNTRIES),
                pick(ExampleValues.ITEM_TYPES),
                pick(ExampleValues.SALES_CHANNELS),
                pick(ExampleValues.ORDER_PRIORITIES),
                pick(ExampleValues.DATES),
                pick(ExampleValues.REGIONS),
                pick(ExampleValues.DATES),
                pick(ExampleValues.UNITS_SOLD),
                pick(ExampleValues.UNIT_AMOUNTS),
                pick(ExampleValues.UNIT_AMOUNTS),
                pick(ExampleValues.TOTAL_REVENUES),
                pick(ExampleValues.TOTAL_COSTS),
                pick(ExampleValues.TOTAL_PROFITS),
                pick(ExampleValues.IMPRESSION_TIMES));
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
