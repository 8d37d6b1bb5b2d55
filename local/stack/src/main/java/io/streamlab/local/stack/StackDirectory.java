package io.streamlab.local.stack;

import java.nio.file.Path;

/**
 * The folder of one stand-in: {@code state.json}, {@code logs/}, {@code conf/} and {@code data/}.
 *
 * @param root absolute
 */
public record StackDirectory(Path root) {

    public StackDirectory {
        root = root.toAbsolutePath().normalize();
    }

    Path stateFile() {
        return root.resolve("state.json");
    }

    Path lockFile() {
        return root.resolve("lock");
    }

    /** Parent of every server's log. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** What a server prints. */
    public Path log(String server) {
        return logs().resolve(server + ".log");
    }

    /** Configuration that is written for a server at every start. */
    public Path configuration(String server) {
        return root.resolve("conf").resolve(server);
    }

    /** Parent of every server's data; emptied at every start. */
    Path data() {
        return root.resolve("data");
    }

    /** Returns a server's working directory. */
    public Path data(String server) {
        return data().resolve(server);
    }
}
