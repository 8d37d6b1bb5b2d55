package io.streamlab.join.record;

/** Why a record is kept out of the table. The names are stored with the rejected records. */
public enum RejectionReason {
    /** The payload is not one JSON document in UTF-8. */
    NOT_JSON,
    /** The payload is JSON but no object. */
    NOT_AN_OBJECT,
    /** The payload begins as gzip and cannot be unpacked. */
    BROKEN_GZIP,
    /** The payload unpacks to more bytes, or holds more objects, than the job takes from one record. */
    BEYOND_LIMITS,
    /** A column of the record key is missing, null or empty. */
    MISSING_RECORD_KEY,
    /** Hudi cannot write the record key into a table that was made before the table had a column for its keys. */
    UNWRITABLE_RECORD_KEY,
    /** The ordering field is missing or null. */
    MISSING_ORDERING_VALUE,
    /** The ordering field is no point in time of the format that is expected. */
    UNREADABLE_ORDERING_VALUE,
    /** The ordering field lies further ahead of the record's arrival than {@code --max_future_seconds} allows. */
    FUTURE_ORDERING_VALUE,
    /** A value does not fit the type of its column in the catalog. */
    TYPE_MISMATCH,
    /** Hudi fails to write the row. The message has Hudi's cause. */
    UNWRITABLE
}
