package io.streamlab.local.commands;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The classpaths that the build has written, seen from this module's folder. */
final class Modules {
    private Modules() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What a module of the stand-in depends on. */
    static String dependenciesOf(String module) {
        try {
            return Files.readString(Path.of("..", module, "target", "classpath.txt"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException("local/" + module + " is not built", e);
        }
    }

    /** This module and what it depends on, as the scripts put it together. */
    static String classpathOfThisModule() {
        return Path.of("target", "classes").toAbsolutePath() + File.pathSeparator + dependenciesOf("commands");
    }
}
