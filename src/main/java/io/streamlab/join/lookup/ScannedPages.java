package io.streamlab.join.lookup;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;

/** Takes the pages of one segment of a scan. */
interface ScannedPages {
    /**
     * Adds what one answer has.
     *
     * @param consumed empty where a server does not report it
     */
    void addPage(List<Map<String, AttributeValue>> items, List<ConsumedCapacity> consumed);

    /** Returns the read capacity units of all pages. */
    double consumedCapacityUnits();
}
