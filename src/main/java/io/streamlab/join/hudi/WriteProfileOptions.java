package io.streamlab.join.hudi;

import io.streamlab.join.config.TargetConfig;
import io.streamlab.join.config.WriteProfile;
import java.util.Map;

/** Write options that suit what most records of the stream do to the table: insert rows, or update them. */
interface WriteProfileOptions {
    /** Returns Hudi's options by their full names. Every Hudi from 0.12 to 1.0 understands them. */
    Map<String, String> options();

    static WriteProfileOptions of(TargetConfig target) {
        return target.writeProfile() == WriteProfile.UPDATES ? UpdatesProfile.of(target) : new InsertsProfile();
    }
}
