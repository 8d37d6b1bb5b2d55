package io.streamlab.join.config;

import java.util.Optional;

/** What to read: the source table of the catalog, and where to begin. */
public final class SourceConfig {
    private final String database;
    private final String table;
    private final String roleArn;
    private final SourceConnector connector;
    private final StartingPosition startingPosition;
    private final int maxRecordsPerShard;
    private final boolean failOnDataLoss;

    SourceConfig(OptionValues values) {
        this.database = values.get(JobOptions.SOURCE_DATABASE);
        this.table = values.get(JobOptions.SOURCE_TABLE);
        this.roleArn = values.find(JobOptions.SOURCE_ROLE_ARN).orElse(null);
        this.connector = values.get(JobOptions.SOURCE_CONNECTOR);
        this.startingPosition = values.get(JobOptions.STARTING_POSITION);
        this.maxRecordsPerShard = values.get(JobOptions.MAX_RECORDS_PER_SHARD);
        this.failOnDataLoss = values.get(JobOptions.FAIL_ON_DATA_LOSS);
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

    public SourceConnector connector() {
        return connector;
    }

    public StartingPosition startingPosition() {
        return startingPosition;
    }

    public int maxRecordsPerShard() {
        return maxRecordsPerShard;
    }

    public boolean failOnDataLoss() {
        return failOnDataLoss;
    }
}
