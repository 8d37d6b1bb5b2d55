package io.streamlab.verify.chaos.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A service that the job calls, and how it says that it is throttled. */
public enum Service {
    S3(
            "application/xml",
            503,
            "SlowDown",
            "<Error><Code>SlowDown</Code><Message>chaos</Message></Error>".getBytes(UTF_8)),
    DYNAMODB(
            "application/x-amz-json-1.0",
            400,
            "ProvisionedThroughputExceededException",
            "{\"message\": \"chaos\"}".getBytes(UTF_8)),
    /** The body is an empty CBOR map: the SDK takes the kind of error from a header. */
    KINESIS("application/x-amz-cbor-1.1", 400, "ProvisionedThroughputExceededException", new byte[] {(byte) 0xA0});

    private final String contentType;
    private final int throttledStatus;
    private final String throttledError;
    private final byte[] errorBody;

    Service(String contentType, int throttledStatus, String throttledError, byte[] errorBody) {
        this.contentType = contentType;
        this.throttledStatus = throttledStatus;
        this.throttledError = throttledError;
        this.errorBody = errorBody;
    }

    String contentType() {
        return contentType;
    }

    int throttledStatus() {
        return throttledStatus;
    }

    String throttledError() {
        return throttledError;
    }

    byte[] errorBody() {
        return errorBody.clone();
    }
}
