package io.streamlab.local.gluesync;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpService;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * The HTTP of asynchronous AWS clients that have their answer before a call returns.
 *
 * <p>Hudi 0.14.0 sends UpdateTable to Glue and looks at no answer: it reads the table again for its next change, perhaps before
 * this one, and closes the client, which gives up what is under way. So an added column, or the time of the last commit, could
 * be missing from the catalog until the commit after. Waiting here puts its calls in their order.
 *
 * <p>The SDK takes it where the system property {@link #PROPERTY} names this class.
 */
public final class WaitingHttpService implements SdkAsyncHttpService {
    /** The SDK's own choice among the HTTP clients on its classpath. */
    public static final String PROPERTY = "software.amazon.awssdk.http.async.service.impl";

    @Override
    public SdkAsyncHttpClient.Builder<?> createAsyncHttpClientFactory() {
        return new Builder();
    }

    private static final class Builder implements SdkAsyncHttpClient.Builder<Builder> {
        @Override
        public SdkAsyncHttpClient buildWithDefaults(AttributeMap defaults) {
            return new Client(AwsCrtAsyncHttpClient.builder().buildWithDefaults(defaults));
        }
    }

    private record Client(SdkAsyncHttpClient delegate) implements SdkAsyncHttpClient {
        @Override
        public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
            CompletableFuture<Void> answer = delegate.execute(request);
            // A failure stays in the future, for the SDK to try again.
            answer.handle((nothing, failure) -> nothing).join();
            return answer;
        }

        @Override
        public String clientName() {
            return delegate.clientName();
        }

        @Override
        public void close() {
            delegate.close();
        }
    }
}
