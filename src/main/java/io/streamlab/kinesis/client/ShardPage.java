package io.streamlab.kinesis.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** One answer of ListShards: shards, and where the list goes on. */
public final class ShardPage {

    private final List<Shard> shards;
    private final String nextToken;

    /** @param nextToken null on the last page */
    public ShardPage(List<Shard> shards, String nextToken) {
        this.shards = shards;
        this.nextToken = nextToken;
    }

    /**
     * Returns the shards of all pages.
     *
     * @param pages gives a page for the token of the page before, the first one for null
     */
    static List<Shard> all(Function<String, ShardPage> pages) {
        List<Shard> shards = new ArrayList<>();
        String nextToken = null;
        do {
            ShardPage page = pages.apply(nextToken);
            shards.addAll(page.shards);
            nextToken = page.nextToken;
        } while (nextToken != null);
        return shards;
    }

    public List<Shard> shards() {
        return shards;
    }

    /** Returns what the next page is asked for with, for five minutes; absent on the last page. */
    public Optional<String> nextToken() {
        return Optional.ofNullable(nextToken);
    }
}
