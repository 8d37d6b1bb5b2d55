package io.streamlab.local.common;

import static java.util.Map.entry;

import java.net.URI;
import java.util.Map;

/**
 * Where the servers are. The names of the variables are the AWS SDKs' own, so every SDK and the AWS CLI reads them too.
 *
 * @param kinesis http
 * @param dynamoDb http
 * @param s3 http, for path-style requests
 * @param glue http, the Data Catalog
 * @param metastore thrift, the Hive metastore
 */
public record Endpoints(URI kinesis, URI dynamoDb, URI s3, URI glue, URI metastore) {

    public static final String KINESIS = "AWS_ENDPOINT_URL_KINESIS";
    public static final String DYNAMODB = "AWS_ENDPOINT_URL_DYNAMODB";
    public static final String S3 = "AWS_ENDPOINT_URL_S3";
    public static final String GLUE = "AWS_ENDPOINT_URL_GLUE";
    public static final String METASTORE = "HIVE_METASTORE_URIS";

    /** The region that the stand-in pretends to be in. */
    public static final String REGION = "us-east-1";

    /** No server checks it, but SDKs want one; the secret is the same. */
    public static final String ACCESS_KEY = "local";

    /** What the servers have in common. The AWS CLI reads AWS_DEFAULT_REGION, the SDKs for Java AWS_REGION. */
    public static final Map<String, String> CREDENTIALS_AND_REGION = Map.ofEntries(
            entry("AWS_ACCESS_KEY_ID", ACCESS_KEY),
            entry("AWS_SECRET_ACCESS_KEY", ACCESS_KEY),
            entry("AWS_REGION", REGION),
            entry("AWS_DEFAULT_REGION", REGION));

    /** @throws CommandException if a variable is missing */
    public static Endpoints of(Map<String, String> environment) {
        return new Endpoints(
                uri(environment, KINESIS),
                uri(environment, DYNAMODB),
                uri(environment, S3),
                uri(environment, GLUE),
                uri(environment, METASTORE));
    }

    private static URI uri(Map<String, String> environment, String variable) {
        String value = environment.get(variable);
        if (value == null || value.isEmpty()) {
            throw new CommandException("the variable " + variable
                    + " is not set; start the stand-in and take its variables: eval \"$(scripts/local-stack env)\"");
        }
        return URI.create(value);
    }
}
