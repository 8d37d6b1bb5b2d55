package io.streamlab.join.config;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;

/** Where a job that has no checkpoint yet begins to read the stream. */
public final class StartingPosition {
    /** The oldest record that the stream still holds. */
    public static final StartingPosition TRIM_HORIZON = new StartingPosition("TRIM_HORIZON", null);
    /** After the newest record at the time of the start. */
    public static final StartingPosition LATEST = new StartingPosition("LATEST", null);

    private final String type;
    private final Instant timestamp;

    private StartingPosition(String type, Instant timestamp) {
        this.type = type;
        this.timestamp = timestamp;
    }

    /** Returns the position of the first record that arrived at this time or later. */
    public static StartingPosition at(Instant timestamp) {
        return new StartingPosition("AT_TIMESTAMP", timestamp);
    }

    /** @throws IllegalArgumentException when the text is neither a position's name nor an ISO instant */
    static StartingPosition parse(String text) {
        switch (text) {
            case "TRIM_HORIZON":
                return TRIM_HORIZON;
            case "LATEST":
                return LATEST;
            default:
                try {
                    return at(Instant.parse(text));
                } catch (DateTimeParseException e) {
                    throw new IllegalArgumentException(e);
                }
        }
    }

    /** Returns Kinesis' name: TRIM_HORIZON, LATEST or AT_TIMESTAMP. */
    public String type() {
        return type;
    }

    /** Returns the time; only with AT_TIMESTAMP. */
    public Optional<Instant> timestamp() {
        return Optional.ofNullable(timestamp);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StartingPosition
                && type.equals(((StartingPosition) other).type)
                && Objects.equals(timestamp, ((StartingPosition) other).timestamp);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, timestamp);
    }

    @Override
    public String toString() {
        return timestamp == null ? type : type + " " + timestamp;
    }
}
