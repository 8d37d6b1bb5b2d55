package io.streamlab.join.reenrich;

import java.time.Duration;

/** What one step has found and left. */
final class Progress {
    private final int keysChanged;
    private final long backlogRows;
    private final int backlogKeys;
    private final Duration lag;

    /**
     * @param keysChanged keys that this step was the first to notice
     * @param backlogRows rows that are still to be joined anew; as many as are known of
     * @param backlogKeys keys that have such rows, or may have
     * @param lag how long the change that has waited longest has been known, be it done with this step or not; zero if
     *     nothing was to be done
     */
    Progress(int keysChanged, long backlogRows, int backlogKeys, Duration lag) {
        this.keysChanged = keysChanged;
        this.backlogRows = backlogRows;
        this.backlogKeys = backlogKeys;
        this.lag = lag;
    }

    int keysChanged() {
        return keysChanged;
    }

    long backlogRows() {
        return backlogRows;
    }

    int backlogKeys() {
        return backlogKeys;
    }

    Duration lag() {
        return lag;
    }
}
