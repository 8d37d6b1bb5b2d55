package io.streamlab.local.example;

import java.util.List;

/**
 * The values that the published example draws its orders from, repetitions included since they weigh the draw.
 *
 * <p>Source: the generator script of
 * https://aws.amazon.com/blogs/big-data/join-streaming-source-cdc-glue/. Its list of regions has lost a comma, which makes one region of Asia and
 * Europe; here they are two.
 */
final class ExampleValues {
    /** Record keys lie between 0 and this number, both included. */
    static final int HIGHEST_UUID = 1_000_000;

    static final List<String> COUNTRIES =
            List.of("United Arab Emirates", "China", "India", "United Kingdom", "United States of America");

    static final List<String> ITEM_TYPES =
            List.of("Snacks", "Cereals", "Cosmetics", "Fruits", "Clothes", "Babycare", "Household");

    /** The example gives its sales channels the names of its item types. */
    static final List<String> SALES_CHANNELS = ITEM_TYPES;

    static final List<String> ORDER_PRIORITIES = List.of("H", "L", "M", "C");

    static final List<String> REGIONS = List.of("Asia", "Europe", "Americas", "Middle Eastern", "Africa");

    /** Month/day/year, of orders and of shipments alike. */
    static final List<String> DATES = List.of(
            "1/4/10",
            "2/28/10",
            "2/15/11",
            "11/8/11",
            "2/1/12",
            "2/18/12",
            "3/1/12",
            "9/24/12",
            "10/13/12",
            "12/2/12",
            "12/29/12",
            "3/30/13",
            "7/29/13",
            "3/23/14",
            "6/14/14",
            "7/15/14",
            "10/19/14",
            "5/7/15",
            "10/11/15",
            "11/22/15",
            "8/23/16",
            "1/15/17",
            "1/27/17",
            "2/25/17",
            "3/10/17",
            "4/1/17");

    static final List<String> UNITS_SOLD = List.of(
            "8217", "3465", "8877", "2882", "70", "7044", "6307", "2384", "1327", "2572", "8794", "4131", "5793",
            "9091", "4314", "9085", "5270", "5459", "1982", "8245", "4860", "4656", "8072", "65", "7864", "9778");

    /** Of one unit: its price, and in the example its cost too. */
    static final List<String> UNIT_AMOUNTS = List.of(
            "97.44", "117.11", "364.69", "502.54", "263.33", "117.11", "35.84", "6.92", "35.84", "6.92", "35.84",
            "56.67", "159.42", "502.54", "117.11", "56.67", "524.96", "502.54", "56.67", "56.67", "159.42", "56.67",
            "35.84", "159.42", "502.54", "31.79");

    static final List<String> TOTAL_REVENUES = List.of(
            "1253749.86",
            "712750.5",
            "3745117.53",
            "1925954.14",
            "30604",
            "1448950.8",
            "689228.96",
            "22242.72",
            "145014.56",
            "23996.76",
            "961008.32",
            "337626.63",
            "1478837.04",
            "6075242.57",
            "887389.8",
            "742517.05",
            "3431876.7",
            "3648085.93",
            "161988.86",
            "673863.85",
            "1240660.8",
            "380534.88",
            "882108.16",
            "16593.2",
            "5255275.28",
            "463966.1");

    static final List<String> TOTAL_COSTS = List.of(
            "800664.48",
            "405786.15",
            "3237353.13",
            "1448320.28",
            "18433.1",
            "824922.84",
            "226042.88",
            "16497.28",
            "47559.68",
            "17798.24",
            "315176.96",
            "234103.77",
            "923520.06",
            "4568591.14",
            "505212.54",
            "514846.95",
            "2766539.2",
            "2743365.86",
            "112319.94",
            "467244.15",
            "774781.2",
            "263855.52",
            "289300.48",
            "10362.3",
            "3951974.56",
            "310842.62");

    static final List<String> TOTAL_PROFITS = List.of(
            "453085.38",
            "306964.35",
            "507764.4",
            "477633.86",
            "12170.9",
            "624027.96",
            "463186.08",
            "5745.44",
            "97454.88",
            "6198.52",
            "645831.36",
            "103522.86",
            "555316.98",
            "1506651.43",
            "382177.26",
            "227670.1",
            "665337.5",
            "904720.07",
            "49668.92",
            "206619.7",
            "465879.6",
            "116679.36",
            "592807.68",
            "6230.9",
            "1303300.72",
            "153123.48");

    /** The months 13 to 15 are the example's own. */
    static final List<String> IMPRESSION_TIMES = List.of(
            "2022-10-24T02:27:41Z",
            "2022-10-24T02:27:41Z",
            "2022-11-24T02:27:41Z",
            "2022-12-24T02:27:41Z",
            "2022-13-24T02:27:41Z",
            "2022-14-24T02:27:41Z",
            "2022-15-24T02:27:41Z");

    private ExampleValues() {}
}
