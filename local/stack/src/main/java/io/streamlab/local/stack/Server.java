package io.streamlab.local.stack;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** One server of the stand-in: how it is started, how to see that it is ready, and what its clients have to know. */
public interface Server {

    /** Names it in messages, in the state and its log file; lower case. */
    String name();

    /** Returns where the server listens; shown to the user. */
    URI address();

    /** Called once, right before the start; writes the configuration files that the command names. */
    ServerCommand command();

    /** One quick try, repeated until it succeeds. */
    boolean isReady();

    /** The environment variables by which clients find it. */
    Map<String, String> environment();

    /** Returns the servers that must be ready before this one starts. */
    default List<Server> startsAfter() {
        return List.of();
    }
}
