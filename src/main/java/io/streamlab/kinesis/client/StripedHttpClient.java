package io.streamlab.kinesis.client;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Spreads the calls of many threads over several clients, so that more idle connections are kept.
 *
 * <p>Java keeps five idle connections for each host and each factory of TLS sockets. A client of the AWS SDK that is
 * built on Java's own connections has one such factory. So 64 threads with one client would lose most connections after
 * a plan, and some of them within a plan. A thread always calls through the same client.
 */
final class StripedHttpClient implements SdkHttpClient {

    /** Five idle connections each, 80 in all: enough for 64 planning threads. */
    private static final int STRIPES = 16;

    private final AtomicInteger threads = new AtomicInteger();

    /** Threads take the stripes in turn. */
    private final ThreadLocal<Integer> stripeOfThread =
            ThreadLocal.withInitial(() -> Math.floorMod(threads.getAndIncrement(), STRIPES));

    private final AtomicReferenceArray<SdkHttpClient> stripes = new AtomicReferenceArray<>(STRIPES);
    private final Supplier<SdkHttpClient> factory;

    /** @param factory makes a client; called when a stripe is first used */
    StripedHttpClient(Supplier<SdkHttpClient> factory) {
        this.factory = factory;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        int stripe = stripeOfThread.get();
        SdkHttpClient client = stripes.get(stripe);
        if (client == null) {
            SdkHttpClient made = factory.get();
            client = stripes.compareAndSet(stripe, null, made) ? made : stripes.get(stripe);
        }
        return client.prepareRequest(request);
    }

    @Override
    public String clientName() {
        return "UrlConnection";
    }

    @Override
    public void close() {
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            SdkHttpClient client = stripes.get(stripe);
            if (client != null) {
                client.close();
            }
        }
    }
}
