package io.streamlab.kinesis;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The source's options, parsed once. As everywhere in Spark, upper and lower case do not matter in an option's name. An
 * option that the source does not know is an error.
 */
public final class KinesisSourceOptions implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Name of the source in {@code spark.readStream().format(...)}. */
    public static final String SHORT_NAME = "exact-kinesis";

    /** Name of the stream. One of this and {@link #STREAM_ARN} is required. */
    public static final String STREAM_NAME = "streamName";

    /** ARN of the stream. The ARN names the region too, and can name a stream of another account. */
    public static final String STREAM_ARN = "streamArn";

    /** Endpoint to call, an http or https URL. Default: what the AWS SDK finds. */
    public static final String ENDPOINT_URL = "endpointUrl";

    /** Region of the stream. Default: the ARN's, else the endpoint's, else what the AWS SDK finds. */
    public static final String REGION = "region";

    /** Role to assume for every call. Default: none, the default credentials call. */
    public static final String ROLE_ARN = "roleArn";

    /** External ID that the role's trust policy asks for; goes with {@link #ROLE_ARN} and with nothing else. */
    public static final String EXTERNAL_ID = "externalId";

    /** Name of the role's sessions in CloudTrail; goes with {@link #ROLE_ARN}. Default: {@value #SHORT_NAME}. */
    public static final String ROLE_SESSION_NAME = "roleSessionName";

    /** TRIM_HORIZON, LATEST or AT_TIMESTAMP: where a query without a checkpoint starts. Default: TRIM_HORIZON. */
    public static final String STARTING_POSITION = "startingPosition";

    /** The instant to start at, ISO-8601 with an offset; goes with AT_TIMESTAMP and with nothing else. */
    public static final String STARTING_TIMESTAMP = "startingTimestamp";

    /** Largest number of Kinesis records of one shard in one batch. Default: {@value #DEFAULT_MAX_RECORDS_PER_SHARD}. */
    public static final String MAX_RECORDS_PER_SHARD = "maxRecordsPerShard";

    /** Largest number of bytes of one shard in one batch. Default: {@value #DEFAULT_MAX_BYTES_PER_SHARD}. */
    public static final String MAX_BYTES_PER_SHARD = "maxBytesPerShard";

    /** Largest number of Kinesis records in one batch. Default: {@value #DEFAULT_MAX_RECORDS_PER_TRIGGER}. */
    public static final String MAX_RECORDS_PER_TRIGGER = "maxRecordsPerTrigger";

    /** Largest number of bytes in one batch. Default: {@value #DEFAULT_MAX_BYTES_PER_TRIGGER}. */
    public static final String MAX_BYTES_PER_TRIGGER = "maxBytesPerTrigger";

    /** What becomes of aggregated records in a shard that their keys do not belong to. Default: KEEP. */
    public static final String MISROUTED_AGGREGATES = "misroutedAggregates";

    /** Whether the query fails when records were lost before they could be read. Default: true. */
    public static final String FAIL_ON_DATA_LOSS = "failOnDataLoss";

    /** Seconds after which a call that keeps failing fails the query. Default: {@value #DEFAULT_RETRY_TIMEOUT_SECONDS}. */
    public static final String RETRY_TIMEOUT_SECONDS = "retryTimeoutSeconds";

    /**
     * Seconds after which a shard that cannot be looked at fails the query. Default:
     * {@value #DEFAULT_SHARD_FAILURE_TIMEOUT_SECONDS}.
     */
    public static final String SHARD_FAILURE_TIMEOUT_SECONDS = "shardFailureTimeoutSeconds";

    /**
     * Shards that the driver plans at a time. Default: one for each {@value #SHARDS_PER_PLANNING_THREAD} shards, from
     * {@value #FEWEST_PLANNING_THREADS} to {@value #MOST_PLANNING_THREADS}.
     */
    public static final String PLANNING_THREADS = "planningThreads";

    /**
     * A shard takes at most 1,000 records a second, so this is at least 100 seconds of a shard. A query that keeps up with
     * a trigger of a minute never meets the bound; a query that has to catch up does.
     */
    public static final int DEFAULT_MAX_RECORDS_PER_SHARD = 100_000;

    /** A shard takes at most 1 MB a second, so this is at least 100 seconds of a shard, as for the records. */
    public static final long DEFAULT_MAX_BYTES_PER_SHARD = 100_000_000;

    /** A hundred shards of {@link #DEFAULT_MAX_RECORDS_PER_SHARD}. */
    public static final long DEFAULT_MAX_RECORDS_PER_TRIGGER = 10_000_000;

    /** A hundred shards of {@link #DEFAULT_MAX_BYTES_PER_SHARD}. */
    public static final long DEFAULT_MAX_BYTES_PER_TRIGGER = 10_000_000_000L;

    static final int DEFAULT_RETRY_TIMEOUT_SECONDS = 120;

    /**
     * Other readers can keep one shard refused for minutes, and a service event lasts longer than a call's retries. Ten
     * minutes outlast both, and are short against the shortest retention of 24 hours.
     */
    public static final int DEFAULT_SHARD_FAILURE_TIMEOUT_SECONDS = 600;

    static final int FEWEST_PLANNING_THREADS = 8;

    /** Each thread holds a connection. With 4,000 busy shards, 64 threads make 190 calls each: 3 seconds at 15 ms. */
    static final int MOST_PLANNING_THREADS = 64;

    /** A busy shard takes 3 calls of about 15 ms, so that 16 shards a thread are planned in less than a second. */
    static final int SHARDS_PER_PLANNING_THREAD = 16;

    private static final Pattern STREAM_NAME_RULE = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern STREAM_ARN_RULE =
            Pattern.compile("arn:aws[a-z-]*:kinesis:([a-z0-9-]+):\\d{12}:stream/([a-zA-Z0-9_.-]{1,128})");
    private static final Pattern ROLE_ARN_RULE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/.+");
    /** The rules of AssumeRole's ExternalId and RoleSessionName. */
    private static final Pattern EXTERNAL_ID_RULE = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

    private static final Pattern ROLE_SESSION_NAME_RULE = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Pattern REGION_RULE = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+");
    private static final Pattern HOST_WITH_REGION = Pattern.compile(
            "(?:.+\\.)?(?:(?:data|control)-)?kinesis(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws|api|vpce)\\..+");
    private static final Pattern AWS_HOST = Pattern.compile(
            ".+\\.(?:amazonaws\\.(?:com|com\\.cn|eu)|api\\.aws|api\\.amazonwebservices\\.com\\.cn)\\.?");

    private final KinesisStream stream;
    private final InitialPosition startingPosition;
    private final Instant startingTimestamp;
    private final int maxRecordsPerShard;
    private final long maxBytesPerShard;
    private final long maxRecordsPerTrigger;
    private final long maxBytesPerTrigger;
    private final MisroutedAggregates misroutedAggregates;
    private final boolean failOnDataLoss;
    private final Duration retryTimeout;
    private final Duration shardFailureTimeout;

    /** 0 if the option is not given. */
    private final int planningThreads;

    private KinesisSourceOptions(OptionReader reader) {
        this.stream = stream(reader);
        this.startingPosition = reader.choice(STARTING_POSITION, InitialPosition.class, InitialPosition.TRIM_HORIZON);
        this.startingTimestamp = startingTimestamp(reader, startingPosition);
        this.maxRecordsPerShard = reader.positiveInteger(MAX_RECORDS_PER_SHARD, DEFAULT_MAX_RECORDS_PER_SHARD);
        this.maxBytesPerShard = reader.positiveLong(MAX_BYTES_PER_SHARD, DEFAULT_MAX_BYTES_PER_SHARD);
        this.maxRecordsPerTrigger = reader.positiveLong(MAX_RECORDS_PER_TRIGGER, DEFAULT_MAX_RECORDS_PER_TRIGGER);
        this.maxBytesPerTrigger = reader.positiveLong(MAX_BYTES_PER_TRIGGER, DEFAULT_MAX_BYTES_PER_TRIGGER);
        this.misroutedAggregates =
                reader.choice(MISROUTED_AGGREGATES, MisroutedAggregates.class, MisroutedAggregates.KEEP);
        this.failOnDataLoss = reader.flag(FAIL_ON_DATA_LOSS, true);
        this.retryTimeout =
                Duration.ofSeconds(reader.positiveInteger(RETRY_TIMEOUT_SECONDS, DEFAULT_RETRY_TIMEOUT_SECONDS));
        this.shardFailureTimeout = Duration.ofSeconds(
                reader.positiveInteger(SHARD_FAILURE_TIMEOUT_SECONDS, DEFAULT_SHARD_FAILURE_TIMEOUT_SECONDS));
        this.planningThreads = reader.positiveInteger(PLANNING_THREADS, 0);
    }

    /**
     * Reads the options.
     *
     * @throws IllegalArgumentException naming every option that is missing, unknown or wrong, with its value and rule
     */
    public static KinesisSourceOptions parse(Map<String, String> given) {
        OptionReader reader = new OptionReader(given);
        KinesisSourceOptions options = new KinesisSourceOptions(reader);
        reader.finish();
        return options;
    }

    private static KinesisStream stream(OptionReader reader) {
        Optional<String> name = reader.matching(STREAM_NAME, STREAM_NAME_RULE, "1 to 128 of a-z A-Z 0-9 _ . -");
        Optional<String> arn =
                reader.matching(STREAM_ARN, STREAM_ARN_RULE, "arn:aws:kinesis:REGION:ACCOUNT:stream/NAME");
        if (reader.has(STREAM_NAME) == reader.has(STREAM_ARN)) {
            reader.problem(STREAM_NAME, name.orElse(null), "give one of streamName and streamArn, and not both");
        }
        Optional<Matcher> arnParts = arn.map(STREAM_ARN_RULE::matcher).filter(Matcher::matches);
        Optional<URI> url = reader.httpUrl(ENDPOINT_URL);
        url.ifPresent(given -> requireTls(reader, given));
        String region = region(reader, arnParts.map(parts -> parts.group(1)), url);
        String streamName = arnParts.map(parts -> parts.group(2)).orElse(name.orElse(""));
        return new KinesisStream(streamName, arn.orElse(null), endpoint(reader, region, url.orElse(null)));
    }

    private static KinesisEndpoint endpoint(OptionReader reader, String region, URI url) {
        Optional<String> roleArn = reader.matching(ROLE_ARN, ROLE_ARN_RULE, "arn:aws:iam::ACCOUNT:role/NAME");
        Optional<String> externalId =
                reader.matching(EXTERNAL_ID, EXTERNAL_ID_RULE, "2 to 1224 of a-z A-Z 0-9 _ + = , . @ : / -");
        Optional<String> sessionName =
                reader.matching(ROLE_SESSION_NAME, ROLE_SESSION_NAME_RULE, "2 to 64 of a-z A-Z 0-9 _ + = , . @ -");
        for (String option : Arrays.asList(EXTERNAL_ID, ROLE_SESSION_NAME)) {
            if (reader.has(option) && !reader.has(ROLE_ARN)) {
                reader.problem(option, reader.given(option), "goes with roleArn only");
            }
        }
        return new KinesisEndpoint(
                region, url, roleArn.orElse(null), externalId.orElse(null), sessionName.orElse(SHORT_NAME));
    }

    /**
     * Kinesis itself speaks TLS only: a call without would fail until the retry timeout. A proxy may speak TLS for the
     * source.
     */
    private static void requireTls(OptionReader reader, URI url) {
        boolean plain = "http".equals(url.getScheme()) && System.getProperty("http.proxyHost") == null;
        if (plain && AWS_HOST.matcher(host(url)).matches()) {
            reader.problem(ENDPOINT_URL, url.toString(), "must be an https URL, as every endpoint of AWS");
        }
    }

    private static String host(URI url) {
        return url.getHost().toLowerCase(Locale.ROOT);
    }

    private static String region(OptionReader reader, Optional<String> arnRegion, Optional<URI> url) {
        Optional<String> given = reader.matching(REGION, REGION_RULE, "the name of an AWS region, as us-east-1");
        Optional<String> hostRegion = url.map(KinesisSourceOptions::host)
                .map(HOST_WITH_REGION::matcher)
                .filter(Matcher::matches)
                .map(host -> host.group(1));
        if (given.isPresent() && arnRegion.isPresent() && !given.equals(arnRegion)) {
            reader.problem(REGION, given.get(), "must be the region in streamArn, " + arnRegion.get());
        }
        if (given.isPresent() && hostRegion.isPresent() && !given.equals(hostRegion)) {
            reader.problem(REGION, given.get(), "must be the region in endpointUrl, " + hostRegion.get());
        }
        if (arnRegion.isPresent() && hostRegion.isPresent() && !arnRegion.equals(hostRegion)) {
            reader.problem(
                    ENDPOINT_URL, url.get().toString(), "must be in the region in streamArn, " + arnRegion.get());
        }
        if (given.isPresent() || reader.has(REGION)) {
            return given.orElse("");
        }
        if (arnRegion.isPresent()) {
            return arnRegion.get();
        }
        return hostRegion.isPresent() ? hostRegion.get() : reader.awsDefaultRegion(REGION);
    }

    private static Instant startingTimestamp(OptionReader reader, InitialPosition position) {
        Optional<Instant> timestamp = reader.instant(STARTING_TIMESTAMP);
        if (position == InitialPosition.AT_TIMESTAMP && !reader.has(STARTING_TIMESTAMP)) {
            reader.problem(STARTING_TIMESTAMP, null, "required with startingPosition AT_TIMESTAMP");
        }
        if (position != InitialPosition.AT_TIMESTAMP && timestamp.isPresent()) {
            reader.problem(
                    STARTING_TIMESTAMP, timestamp.get().toString(), "goes with startingPosition AT_TIMESTAMP only");
        }
        return timestamp.orElse(null);
    }

    public KinesisStream stream() {
        return stream;
    }

    public InitialPosition startingPosition() {
        return startingPosition;
    }

    /** Present with {@link InitialPosition#AT_TIMESTAMP}, and with nothing else. */
    public Optional<Instant> startingTimestamp() {
        return Optional.ofNullable(startingTimestamp);
    }

    public int maxRecordsPerShard() {
        return maxRecordsPerShard;
    }

    /** Returns the bound in bytes of payloads and partition keys. */
    public long maxBytesPerShard() {
        return maxBytesPerShard;
    }

    public long maxRecordsPerTrigger() {
        return maxRecordsPerTrigger;
    }

    /** Returns the bound in bytes of payloads and partition keys. */
    public long maxBytesPerTrigger() {
        return maxBytesPerTrigger;
    }

    public MisroutedAggregates misroutedAggregates() {
        return misroutedAggregates;
    }

    boolean failOnDataLoss() {
        return failOnDataLoss;
    }

    public Duration retryTimeout() {
        return retryTimeout;
    }

    /** Returns how long a shard may keep its position because it cannot be looked at. */
    public Duration shardFailureTimeout() {
        return shardFailureTimeout;
    }

    /** Returns how many shards to plan at a time, of a stream with so many shards to plan. */
    public int planningThreads(int shards) {
        if (planningThreads > 0) {
            return planningThreads;
        }
        int wanted = shards / SHARDS_PER_PLANNING_THREAD;
        return Math.max(FEWEST_PLANNING_THREADS, Math.min(MOST_PLANNING_THREADS, wanted));
    }
}
