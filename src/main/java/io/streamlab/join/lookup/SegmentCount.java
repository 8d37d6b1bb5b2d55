package io.streamlab.join.lookup;

/** Decides into how many segments a table is split for a scan: one for each page, as one request reads a page anyway. */
final class SegmentCount {
    /** DynamoDB ends a page at 1 MB; a strongly consistent read of 4 KB costs one capacity unit. */
    private static final double CAPACITY_UNITS_OF_A_PAGE = 256;

    private SegmentCount() {}

    /**
     * Returns the number of segments of the next scan.
     *
     * @param consumedCapacityUnits of the last scan; 0 where a server does not report them
     * @param most the most segments that there may be
     */
    static int afterScan(double consumedCapacityUnits, int most) {
        if (consumedCapacityUnits == 0) {
            return most;
        }
        return (int) Math.min(most, Math.ceil(consumedCapacityUnits / CAPACITY_UNITS_OF_A_PAGE));
    }
}
