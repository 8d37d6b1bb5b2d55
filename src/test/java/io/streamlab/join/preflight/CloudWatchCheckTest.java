package io.streamlab.join.preflight;

import static io.streamlab.join.preflight.Answers.texts;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

class CloudWatchCheckTest {
    private final Answers answers = new Answers();
    private final CloudWatchCheck check = new CloudWatchCheck(FakeCloudWatch::new);
    private PutMetricDataRequest sent;

    @Test
    void sendsAMetricThatNoAlarmLooksAt() {
        assertThat(texts(check)).containsExactly("ok        cloudwatch:PutMetricData on namespace GlueStreamingJoin");
        assertThat(sent.namespace()).isEqualTo("GlueStreamingJoin");
        assertThat(sent.metricData()).extracting(datum -> datum.metricName()).containsExactly("Validation");
    }

    @Test
    void namesTheMissingPermission() {
        answers.deny("cloudwatch:PutMetricData");

        assertThat(texts(check)).singleElement().asString().contains("the job's role lacks cloudwatch:PutMetricData. ");
    }

    private final class FakeCloudWatch implements CloudWatchClient {
        @Override
        public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
            sent = request;
            return answers.answer("cloudwatch:PutMetricData", () -> PutMetricDataResponse.builder()
                    .build());
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
