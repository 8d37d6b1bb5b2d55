package io.streamlab.join.hudi;

import io.streamlab.join.config.TargetConfig;
import io.streamlab.join.config.WriteProfile;
import java.util.Map;

/** The options of Hudi that suit what most records of the stream do to the table. */
interface WriteProfileOptions {
    /** Hudi's options by their full names; understood by every Hudi from 0.12 to 1.0. */
    Map<String, String> options();

    static WriteProfileOptions of(TargetConfig target) {
        return target.writeProfile() == WriteProfile.UPDATES ? UpdatesProfile.of(target) : new InsertsProfile();
    }
}
