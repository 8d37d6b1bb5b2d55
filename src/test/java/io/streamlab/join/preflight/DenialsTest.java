package io.streamlab.join.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class DenialsTest {
    @Test
    void knowsARefusalOfWhoeverReportsIt() {
        assertThat(Denials.isDenial(answer("AccessDeniedException"))).isTrue();
        assertThat(Denials.isDenial(new IllegalStateException(answer("AccessDenied"))))
                .isTrue();
        assertThat(Denials.isDenial(new AccessDeniedException("s3://bucket/a"))).isTrue();
        assertThat(Denials.isDenial(
                        new IOException("(Service: Amazon S3; Status Code: 403; Error Code: AccessDenied)")))
                .isTrue();
        assertThat(Denials.isDenial(new RuntimeException(
                        "MetaException(message:User: arn:aws:sts::1:assumed-role/job is not authorized to perform: "
                                + "glue:GetDatabase on resource: arn:aws:glue:us-east-1:1:catalog)")))
                .isTrue();
    }

    @Test
    void doesNotTakeOtherFailuresForOne() {
        assertThat(Denials.isDenial(answer("ResourceNotFoundException"))).isFalse();
        assertThat(Denials.isDenial(answer("ExpiredTokenException"))).isFalse();
        assertThat(Denials.isDenial(new IOException("connection refused"))).isFalse();
        assertThat(Denials.isDenial(new IOException())).isFalse();
    }

    @Test
    void saysTheFirstLineOfAFailure() {
        assertThat(Denials.explanation(new IOException("refused\n  at line 1"))).isEqualTo("IOException: refused");
        assertThat(Denials.explanation(new IOException())).isEqualTo("IOException: (no message)");
    }

    private static AwsServiceException answer(String code) {
        return AwsServiceException.builder()
                .message("no")
                .statusCode(403)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
