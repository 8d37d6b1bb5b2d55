package io.streamlab.local.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An installation of Spark as a worker expects it where it starts executors: a folder with links to the jars of a classpath. */
final class SparkHome {
    private SparkHome() {}

    /** @param classpath in the form of Java's -cp */
    static Path create(Path folder, String classpath) throws IOException {
        Path jars = Files.createDirectories(folder.resolve("jars"));
        // By this file Spark knows that it is installed, and not built here.
        Files.createFile(folder.resolve("RELEASE"));
        int number = 0;
        for (String entry : classpath.split(File.pathSeparator)) {
            Path jar = Path.of(entry).toAbsolutePath();
            try {
                Files.createSymbolicLink(jars.resolve(jar.getFileName().toString()), jar);
            } catch (FileAlreadyExistsException e) {
                // Two projects have artifacts of one name and version.
                Files.createSymbolicLink(jars.resolve(++number + "-" + jar.getFileName()), jar);
            }
        }
        return folder;
    }
}
