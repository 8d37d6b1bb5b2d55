package io.streamlab.local.stack;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The built Maven project {@code local/}: each of its modules is the classpath of one server or tool.
 *
 * @param directory the folder {@code local} of the checkout
 */
public record LocalProject(Path directory) {

    /** Finds the project that this class was built by. */
    public static LocalProject find() {
        try {
            Path code = Path.of(LocalProject.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // Either local/stack/target/classes or local/stack/target/local-stack-<version>.jar.
            return new LocalProject(code.resolve("../../..").normalize());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of this class is not a path", e);
        }
    }

    /** The folder of the whole project's checkout. */
    public Path checkout() {
        return directory.getParent();
    }

    /** The folder of a module, for example {@code spark}. */
    public Path module(String name) {
        return directory.resolve(name);
    }

    /**
     * The classes of a module and everything they need at run time, separated as Java's option {@code -cp} wants it.
     *
     * @throws StackException if the module has not been built
     */
    public String classpath(String module) {
        Path target = module(module).resolve("target");
        Path dependencies = target.resolve("classpath.txt");
        try {
            return target.resolve("classes")
                    + File.pathSeparator
                    + Files.readString(dependencies).strip();
        } catch (IOException e) {
            throw new StackException(
                    "the module local/" + module + " is not built: " + dependencies
                            + " cannot be read; run: mvn -f local/pom.xml package -DskipTests",
                    e);
        }
    }
}
