package io.streamlab.local.common;

/** A service of AWS, under the name that the SDKs' endpoint variables give it. */
public enum AwsService {
    ATHENA,
    CLOUDWATCH,
    DYNAMODB,
    /** The streams of tables, which have an endpoint of their own. */
    DYNAMODB_STREAMS,
    GLUE,
    KINESIS,
    S3;

    /** Returns the environment variable that names the endpoint of this service alone. */
    public String endpointVariable() {
        return "AWS_ENDPOINT_URL_" + name();
    }
}
