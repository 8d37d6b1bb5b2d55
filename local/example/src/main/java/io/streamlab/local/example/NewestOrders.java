package io.streamlab.local.example;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** The newest order date of each record key: what a table has to show in which the later event wins. Not thread-safe. */
public final class NewestOrders {
    private static final DateTimeFormatter ORDER_DATE = DateTimeFormatter.ofPattern("M/d/yy", Locale.ROOT);

    private static final int NONE = Integer.MIN_VALUE;

    /** By record key, in days since 1970. Keys are dense, and there may be a million of them. */
    private int[] days;

    public NewestOrders() {
        this(new int[0]);
    }

    private NewestOrders(int[] days) {
        this.days = days;
    }

    /** @param orderDate as orders have it, such as {@code 2/28/10} */
    public void add(int key, String orderDate) {
        if (key >= days.length) {
            int length = days.length;
            days = Arrays.copyOf(days, Math.max(key + 1, 2 * length));
            Arrays.fill(days, length, days.length, NONE);
        }
        days[key] = Math.max(
                days[key],
                Math.toIntExact(LocalDate.parse(orderDate, ORDER_DATE).toEpochDay()));
    }

    /** Different keys. */
    public long keys() {
        return keysOf().count();
    }

    /** Keys that the others do not have. */
    public long keysMissingIn(NewestOrders others) {
        return keysOf().filter(key -> others.day(key) == NONE).count();
    }

    /** Keys that the others have, too, with another date. */
    public long keysOfAnotherDateIn(NewestOrders others) {
        return keysOf().filter(key -> others.day(key) != NONE && others.day(key) != days[key])
                .count();
    }

    NewestOrders copy() {
        return new NewestOrders(days.clone());
    }

    private IntStream keysOf() {
        return IntStream.range(0, days.length).filter(key -> days[key] != NONE);
    }

    private int day(int key) {
        return key < days.length ? days[key] : NONE;
    }
}
