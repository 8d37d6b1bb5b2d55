package io.streamlab.local.example;

/**
 * One order as the example's producers send it: fifteen fields, all of them strings but the key.
 *
 * @param uuid the record key, 0 to 1,000,000, a JSON number although the catalog table declares a string
 * @param orderDate month/day/two-digit year without leading zeros, such as {@code 2/28/10}
 * @param shipDate in the same form
 * @param impressionTime in the form of ISO 8601; some of the example's values name a month 13, 14 or 15
 */
public record Order(
        int uuid,
        String country,
        String itemType,
        String salesChannel,
        String orderPriority,
        String orderDate,
        String region,
        String shipDate,
        String unitsSold,
        String unitPrice,
        String unitCost,
        String totalRevenue,
        String totalCost,
        String totalProfit,
        String impressionTime) {}
