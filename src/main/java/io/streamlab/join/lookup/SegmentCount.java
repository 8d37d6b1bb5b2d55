package io.streamlab.join.lookup;

/** Into how many segments a table is split for a scan: one for each page, since what fits a page is read by one request anyway. */
final class SegmentCount {
    /** DynamoDB ends a page at 1 MB; a strongly consistent read of 4 KB costs one capacity unit. */
    private static final double CAPACITY_UNITS_OF_A_PAGE = 256;

    private SegmentCount() {}

    /**
     * @param consumedCapacityUnits of the scan before; 0 where a server does not tell them
     * @param most that there may be
     */
    static int afterScan(double consumedCapacityUnits, int most) {
        if (consumedCapacityUnits == 0) {
            return most;
        }
        return (int) Math.min(most, Math.ceil(consumedCapacityUnits / CAPACITY_UNITS_OF_A_PAGE));
    }
}
