package io.streamlab.verify.benchmark;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDB;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.model.AttributeDefinition;
import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.model.BatchWriteItemResult;
import com.amazonaws.services.dynamodbv2.model.BillingMode;
import com.amazonaws.services.dynamodbv2.model.CreateTableRequest;
import com.amazonaws.services.dynamodbv2.model.KeySchemaElement;
import com.amazonaws.services.dynamodbv2.model.KeyType;
import com.amazonaws.services.dynamodbv2.model.PutRequest;
import com.amazonaws.services.dynamodbv2.model.WriteRequest;
import io.streamlab.local.common.CommandException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Fills reference tables in the form of the example's: code, countryname, combinedname. */
public final class ReferenceItems {
    /** DynamoDB takes no more at a time. */
    private static final int ITEMS_OF_A_REQUEST = 25;

    private ReferenceItems() {}

    /**
     * @param environment by which the server is found
     * @param items code, countryname and combinedname of each
     */
    public static void create(Map<String, String> environment, String table, List<List<String>> items) {
        AmazonDynamoDB client = client(environment);
        client.createTable(new CreateTableRequest()
                .withTableName(table)
                .withKeySchema(
                        new KeySchemaElement("code", KeyType.HASH), new KeySchemaElement("countryname", KeyType.RANGE))
                .withAttributeDefinitions(
                        new AttributeDefinition("code", "S"), new AttributeDefinition("countryname", "S"))
                .withBillingMode(BillingMode.PAY_PER_REQUEST));
        putAll(client, table, items);
        client.shutdown();
    }

    /** Puts items into a table that is there, in place of those that they are new versions of. */
    public static void put(Map<String, String> environment, String table, List<List<String>> items) {
        AmazonDynamoDB client = client(environment);
        putAll(client, table, items);
        client.shutdown();
    }

    private static AmazonDynamoDB client(Map<String, String> environment) {
        return AmazonDynamoDBClientBuilder.standard()
                .withCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials(
                        environment.get("AWS_ACCESS_KEY_ID"), environment.get("AWS_SECRET_ACCESS_KEY"))))
                .withEndpointConfiguration(new EndpointConfiguration(
                        environment.get("AWS_ENDPOINT_URL_DYNAMODB"), environment.get("AWS_REGION")))
                .build();
    }

    private static void putAll(AmazonDynamoDB client, String table, List<List<String>> items) {
        IntStream.range(0, (items.size() + ITEMS_OF_A_REQUEST - 1) / ITEMS_OF_A_REQUEST)
                .parallel()
                .forEach(request -> putRequest(
                        client,
                        table,
                        items.subList(
                                request * ITEMS_OF_A_REQUEST,
                                Math.min(items.size(), (request + 1) * ITEMS_OF_A_REQUEST))));
    }

    private static void putRequest(AmazonDynamoDB client, String table, List<List<String>> items) {
        List<WriteRequest> requests = items.stream()
                .map(item -> new WriteRequest(new PutRequest(Map.of(
                        "code", new AttributeValue(item.get(0)),
                        "countryname", new AttributeValue(item.get(1)),
                        "combinedname", new AttributeValue(item.get(2))))))
                .toList();
        BatchWriteItemResult result = client.batchWriteItem(Map.of(table, requests));
        if (!result.getUnprocessedItems().isEmpty()) {
            throw new CommandException("DynamoDB has not taken all items of " + table);
        }
    }
}
