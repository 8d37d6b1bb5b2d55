package io.streamlab.local.example;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Records with chosen keys and countries. */
final class SampleRecords {
    private static final Order TEMPLATE = new OrderGenerator(1, 0).next().order();

    private SampleRecords() {}

    static List<GeneratedRecord> withKeys(int... keys) {
        return IntStream.of(keys).mapToObj(key -> record(key, "India")).toList();
    }

    static List<GeneratedRecord> withKeys(IntStream keys) {
        return withKeys(keys.toArray());
    }

    static GeneratedRecord record(int key, String country) {
        Order order = order(key, country);
        return new GeneratedRecord(order, Optional.empty(), OrderJson.toBytes(OrderJson.toTree(order)));
    }

    static GeneratedRecord malformed(int key, String country) {
        return new GeneratedRecord(order(key, country), Optional.of(Malformation.EMPTY_PAYLOAD), new byte[0]);
    }

    static GeneratedRecord withPayloadOf(int bytes, int key) {
        return new GeneratedRecord(order(key, "India"), Optional.empty(), new byte[bytes]);
    }

    private static Order order(int key, String country) {
        return new Order(
                key,
                country,
                TEMPLATE.itemType(),
                TEMPLATE.salesChannel(),
                TEMPLATE.orderPriority(),
                TEMPLATE.orderDate(),
                TEMPLATE.region(),
                TEMPLATE.shipDate(),
                TEMPLATE.unitsSold(),
                TEMPLATE.unitPrice(),
                TEMPLATE.unitCost(),
                TEMPLATE.totalRevenue(),
                TEMPLATE.totalCost(),
                TEMPLATE.totalProfit(),
                TEMPLATE.impressionTime());
    }
}
