package io.streamlab.verify.chaos;

import io.streamlab.verify.pipeline.ReferenceRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Changes the reference rows in MySQL, one after the other, until it is stopped; one of the rows comes and goes. */
final class ReferenceChanges implements Runnable {
    private record Country(String code, String name) {}

    /** Those of the example, which have a reference row all the time. */
    private static final List<Country> STAYING = List.of(
            new Country("IN", "India"),
            new Country("US", "USA"),
            new Country("CA", "Canada"),
            new Country("CN", "China"));

    /** Has no reference row at first, gets one with its first change, and loses it with the next. */
    private static final Country COMES_AND_GOES = new Country("AT", "Atlantis");

    private static final List<Country> COUNTRIES =
            Stream.concat(STAYING.stream(), Stream.of(COMES_AND_GOES)).toList();

    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Map<String, String> environment;
    private final DynamoDbClient dynamoDb;
    private final ReferenceHistory history;
    private volatile boolean stopped;

    /** @param environment names MySQL's address and account, as {@code local-stack env} prints them */
    ReferenceChanges(Map<String, String> environment, DynamoDbClient dynamoDb, ReferenceHistory history) {
        this.environment = environment;
        this.dynamoDb = dynamoDb;
        this.history = history;
        STAYING.forEach(country -> history.begin(country.name(), country.code() + "-" + country.name()));
        history.begin(COMES_AND_GOES.name(), null);
    }

    @Override
    public void run() {
        try (ReferenceRows rows = ReferenceRows.connect(environment, dynamoDb)) {
            for (int change = 0; !stopped; change++) {
                change(rows, COUNTRIES.get(change % COUNTRIES.size()), change);
                Thread.sleep(INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopped = true;
    }

    private void change(ReferenceRows rows, Country country, int number) throws InterruptedException {
        String name = country.code() + "-" + number;
        boolean isThere = history.latest(country.name()).isPresent();
        Instant before = Instant.now();
        if (!isThere) {
            rows.execute(
                    "INSERT INTO country_lookup_table (code, countryname, combinedname) VALUES (?, ?, ?)",
                    country.code(),
                    country.name(),
                    name);
        } else if (country.equals(COMES_AND_GOES)) {
            rows.execute("DELETE FROM country_lookup_table WHERE code = ?", country.code());
            name = null;
        } else {
            rows.execute("UPDATE country_lookup_table SET combinedname = ? WHERE code = ?", name, country.code());
        }
        rows.awaitReplicated(country.code(), country.name(), name);
        history.change(country.name(), name, before, Instant.now());
    }
}
