package io.streamlab.local.stack;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A shell script in the place of a server. The script is ready when it has made the file {@code ready} in its working directory. */
final class ScriptServer implements Server {

    private final StackDirectory directory;
    private final String name;
    private final String script;
    private final List<Server> startsAfter;

    ScriptServer(StackDirectory directory, String name, String script, Server... startsAfter) {
        this.directory = directory;
        this.name = name;
        this.script = script;
        this.startsAfter = List.of(startsAfter);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1:1");
    }

    /** A script that is launched again is not ready before it says so again. */
    @Override
    public ServerCommand command() {
        file("ready").toFile().delete();
        return new ServerCommand(List.of("bash", "-c", "echo $$ > pid; " + script), directory.data(name), Map.of());
    }

    @Override
    public boolean isReady() {
        return Files.exists(file("ready"));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public List<Server> startsAfter() {
        return startsAfter;
    }

    /** Returns those of its processes that are running. */
    List<ProcessHandle> processes() throws Exception {
        long pid = Long.parseLong(Files.readString(file("pid")).strip());
        return ProcessHandle.of(pid).filter(ProcessIdentity::isRunning).stream().toList();
    }

    private Path file(String fileName) {
        return directory.data(name).resolve(fileName);
    }
}
