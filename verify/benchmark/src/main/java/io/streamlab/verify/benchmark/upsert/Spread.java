package io.streamlab.verify.benchmark.upsert;

import io.streamlab.verify.benchmark.Orders;
import io.streamlab.verify.benchmark.upsert.Workload.Change;
import java.util.List;
import java.util.Random;

/** Which partitions of the table a batch of updates has records for. */
enum Spread {
    /** Another one with each batch. */
    ONE_REGION("one region") {
        @Override
        boolean has(String region, int batch) {
            return region.equals(Orders.REGIONS.get(batch % Orders.REGIONS.size()));
        }
    },
    ALL_REGIONS("all regions") {
        @Override
        boolean has(String region, int batch) {
            return true;
        }
    };

    private final String title;

    Spread(String title) {
        this.title = title;
    }

    /** For people and for the report. */
    String title() {
        return title;
    }

    abstract boolean has(String region, int batch);

    /** @param batch a number; each is newer than those with lower ones */
    List<Change> updates(int batch, UpsertSettings settings, Random random) {
        return Workload.updates(batch, settings, random, key -> has(Orders.region(key), batch));
    }
}
