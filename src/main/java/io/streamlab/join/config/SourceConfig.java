package io.streamlab.join.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What to read: the source table of the catalog, and where to begin. */
public final class SourceConfig {
    /** The rules of AssumeRole's RoleSessionName. */
    private static final Pattern NOT_IN_SESSION_NAMES = Pattern.compile("[^\\w+=,.@-]");

    private static final int SHORTEST_SESSION_NAME = 2;
    private static final int LONGEST_SESSION_NAME = 64;

    private final String database;
    private final String table;
    private final String roleArn;
    private final SourceConnector connector;
    private final StartingPosition startingPosition;
    private final String externalId;
    private final String roleSessionName;
    private final String jobName;
    private final int maxRecordsPerShard;
    private final long maxBytesPerShard;
    private final long maxRecordsPerTrigger;
    private final long maxBytesPerTrigger;
    private final Duration shardFailureTimeout;
    private final MisroutedRecords misroutedRecords;
    private final boolean failOnDataLoss;
    private final PayloadFormat payloadFormat;
    private final NonFiniteNumbers nonFiniteNumbers;
    private final Map<String, String> renamedColumns;

    SourceConfig(OptionValues values) {
        this.database = values.get(JobOptions.SOURCE_DATABASE);
        this.table = values.get(JobOptions.SOURCE_TABLE);
        this.roleArn = values.find(JobOptions.SOURCE_ROLE_ARN).orElse(null);
        this.connector = values.get(JobOptions.SOURCE_CONNECTOR);
        this.startingPosition = values.get(JobOptions.STARTING_POSITION);
        this.externalId = values.find(JobOptions.SOURCE_EXTERNAL_ID).orElse(null);
        this.roleSessionName = values.find(JobOptions.SOURCE_ROLE_SESSION_NAME).orElse(null);
        this.jobName = values.get(JobOptions.JOB_NAME);
        this.maxRecordsPerShard = values.get(JobOptions.MAX_RECORDS_PER_SHARD);
        this.maxBytesPerShard = values.get(JobOptions.MAX_BYTES_PER_SHARD);
        this.maxRecordsPerTrigger = values.get(JobOptions.MAX_RECORDS_PER_TRIGGER);
        this.maxBytesPerTrigger = values.get(JobOptions.MAX_BYTES_PER_TRIGGER);
        this.shardFailureTimeout = values.get(JobOptions.SHARD_FAILURE_TIMEOUT_SECONDS);
        this.misroutedRecords = values.get(JobOptions.MISROUTED_AGGREGATES);
        this.failOnDataLoss = values.get(JobOptions.FAIL_ON_DATA_LOSS);
        this.payloadFormat = values.get(JobOptions.PAYLOAD_FORMAT);
        this.nonFiniteNumbers = values.get(JobOptions.NON_FINITE_NUMBERS);
        this.renamedColumns = values.get(JobOptions.RENAME_COLUMNS);
    }

    public String database() {
        return database;
    }

    public String table() {
        return table;
    }

    /** Returns the role that reads the stream, if it is not the job's own. */
    public Optional<String> roleArn() {
        return Optional.ofNullable(roleArn);
    }

    /** Returns what the role's owner asks for in the role's trust policy. */
    public Optional<String> externalId() {
        return Optional.ofNullable(externalId);
    }

    /** Returns the name of the role's sessions, if it is not made of the job's name. */
    public Optional<String> givenRoleSessionName() {
        return Optional.ofNullable(roleSessionName);
    }

    /** Returns the name of the role's sessions: as given, or the job's name with a hyphen for what STS does not take. */
    public String roleSessionName() {
        return givenRoleSessionName().orElseGet(() -> {
            String name = NOT_IN_SESSION_NAMES.matcher(jobName).replaceAll("-");
            return name.length() < SHORTEST_SESSION_NAME
                    ? name + "-job"
                    : name.substring(0, Math.min(name.length(), LONGEST_SESSION_NAME));
        });
    }

    public SourceConnector connector() {
        return connector;
    }

    public StartingPosition startingPosition() {
        return startingPosition;
    }

    public int maxRecordsPerShard() {
        return maxRecordsPerShard;
    }

    public long maxBytesPerShard() {
        return maxBytesPerShard;
    }

    public long maxRecordsPerTrigger() {
        return maxRecordsPerTrigger;
    }

    public long maxBytesPerTrigger() {
        return maxBytesPerTrigger;
    }

    /** Returns how long a shard may not answer before the job fails. */
    public Duration shardFailureTimeout() {
        return shardFailureTimeout;
    }

    public MisroutedRecords misroutedRecords() {
        return misroutedRecords;
    }

    public boolean failOnDataLoss() {
        return failOnDataLoss;
    }

    /** Returns how the objects of one record lie in its payload. */
    public PayloadFormat payloadFormat() {
        return payloadFormat;
    }

    /** Returns what columns of floating-point numbers get for NaN and for the infinities. */
    public NonFiniteNumbers nonFiniteNumbers() {
        return nonFiniteNumbers;
    }

    /** Returns names of columns in the source table to their names in the job; empty where all names stay. */
    public Map<String, String> renamedColumns() {
        return renamedColumns;
    }
}
