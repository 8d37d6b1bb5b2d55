package io.streamlab.verify.benchmark.upsert;

import io.streamlab.verify.benchmark.Workspace;
import java.io.IOException;

/** The Spark that all arms of a run share. */
final class ArmsSession {
    private ArmsSession() {}

    static Workspace<UpsertSettings> open(String name, String[] arguments) throws IOException {
        Workspace<UpsertSettings> workspace = Workspace.open(name, arguments, UpsertSettings.class);
        // Small files are split too: a batch comes in parts, as from several shards.
        workspace.spark().conf().set("spark.sql.files.openCostInBytes", 1024 * 1024);
        return workspace;
    }
}
