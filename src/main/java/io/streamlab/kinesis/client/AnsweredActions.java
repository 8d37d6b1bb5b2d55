package io.streamlab.kinesis.client;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The actions that Kinesis has answered for one stream and role. A refusal of such an action passes as a rule:
 * credentials are being renewed, or a change of a policy is under way. Before the first answer a refusal is a mistake in
 * the setup. Used by many threads.
 */
final class AnsweredActions {

    private final Set<KinesisAction> answered = ConcurrentHashMap.newKeySet();

    void add(KinesisAction action) {
        answered.add(action);
    }

    boolean contains(KinesisAction action) {
        return answered.contains(action);
    }

    boolean isEmpty() {
        return answered.isEmpty();
    }
}
