package io.streamlab.local.commands.query;

/** What answers statements about the local catalog. */
enum Engine {
    SPARK,

    /** What Athena runs. */
    TRINO
}
