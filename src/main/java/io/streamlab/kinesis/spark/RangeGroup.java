package io.streamlab.kinesis.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** The ranges that one task reads, one after the other. They are of different shards. */
final class RangeGroup implements InputPartition {

    private static final long serialVersionUID = 1L;

    private final ArrayList<PlannedRange> ranges;

    RangeGroup(List<PlannedRange> ranges) {
        this.ranges = new ArrayList<>(ranges);
    }

    List<PlannedRange> ranges() {
        return Collections.unmodifiableList(ranges);
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
