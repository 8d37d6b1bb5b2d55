package io.streamlab.join.preflight;

import static io.streamlab.join.preflight.Answers.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.ExampleConfig;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

class ReferenceTableCheckTest {
    private final Answers answers = new Answers();
    private final ReferenceTableCheck check = new ReferenceTableCheck(
            ExampleConfig.with("lookup_table", "countries").lookup(), FakeDynamoDb::new);
    private ScanRequest asked;

    @Test
    void readsOneItemOfTheTable() {
        assertThat(texts(check)).containsExactly("ok        dynamodb:Scan on reference table countries");
        assertThat(asked.tableName()).isEqualTo("countries");
        assertThat(asked.limit()).isEqualTo(1);
    }

    @Test
    void namesTheMissingPermission() {
        answers.deny("dynamodb:Scan");

        assertThat(texts(check))
                .singleElement()
                .asString()
                .startsWith(
                        "FAILED    dynamodb:Scan on reference table countries: the job's role lacks dynamodb:Scan. ");
    }

    private final class FakeDynamoDb implements DynamoDbClient {
        @Override
        public ScanResponse scan(ScanRequest request) {
            asked = request;
            return answers.answer("dynamodb:Scan", () -> ScanResponse.builder().build());
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
