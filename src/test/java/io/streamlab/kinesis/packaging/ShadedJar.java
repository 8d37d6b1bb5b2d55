package io.streamlab.kinesis.packaging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** A jar that the build has made: our classes, and the AWS SDK under another name. */
public final class ShadedJar implements AutoCloseable {
    /** The class file version of Java 8, which Glue 4.0 runs. */
    private static final int JAVA_8 = 52;

    private final Path path;
    private final JarFile jar;
    private final String relocated;

    private ShadedJar(Path path, JarFile jar, String relocated) {
        this.path = path;
        this.jar = jar;
        this.relocated = relocated;
    }

    /**
     * Opens the jar that a system property names, which Maven sets.
     *
     * @param relocated folder of the libraries' classes, with a slash at its end
     */
    public static ShadedJar open(String property, String relocated) throws IOException {
        Path path = path(property);
        return new ShadedJar(path, new JarFile(path.toFile()), relocated);
    }

    /** Returns the jar's path, which Maven gives by a system property. */
    public static Path path(String property) {
        String value = System.getProperty(property);
        assertThat(value)
                .as("system property %s, which Maven sets to a jar that it packages", property)
                .isNotNull();
        Path path = Path.of(value);
        assertThat(path).as("the jar, which `mvn package` makes").isRegularFile();
        return path;
    }

    public Path path() {
        return path;
    }

    public List<String> files() {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(JarEntry::getName)
                .toList();
    }

    /** Returns the class files that are not those of a library. */
    public List<String> ourClasses() {
        return files().stream()
                .filter(file ->
                        file.startsWith("io/streamlab/") && !file.contains("/shaded/") && file.endsWith(".class"))
                .toList();
    }

    public byte[] content(String file) throws IOException {
        try (InputStream content = jar.getInputStream(jar.getJarEntry(file))) {
            return content.readAllBytes();
        }
    }

    /** Returns the main class that the manifest names, or null. */
    public String mainClass() throws IOException {
        return jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
    }

    /** Requires each service's file, and in the jar the classes that the file names. */
    public void verifyServices(Iterable<String> services) throws IOException {
        for (String service : services) {
            List<String> providers = new String(content(service), UTF_8)
                    .lines()
                    .map(String::trim)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            assertThat(providers).as(service).isNotEmpty();
            assertThat(files())
                    .as(service)
                    .containsAll(providers.stream()
                            .map(provider -> provider.replace('.', '/') + ".class")
                            .toList());
        }
    }

    public void verifyJava8() throws IOException {
        for (String file : files()) {
            if (file.endsWith(".class")) {
                assertThat(classFileVersion(file)).as(file).isLessThanOrEqualTo(JAVA_8);
            }
        }
        for (String file : ourClasses()) {
            assertThat(classFileVersion(file)).as(file).isEqualTo(JAVA_8);
        }
    }

    /** Requires that our classes name no library by its own name, and none by the name in another jar. */
    public void verifyRelocation() throws IOException {
        for (String file : ourClasses()) {
            String text = new String(content(file), ISO_8859_1);
            assertThat(text).as(file).doesNotContain("software/amazon/");
            assertThat(text.replace(relocated, "")).as(file).doesNotContain("/shaded/");
        }
    }

    /** The four bytes of a class file after its magic number are the minor and the major version. */
    private int classFileVersion(String file) throws IOException {
        return ByteBuffer.wrap(content(file)).getShort(6);
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }
}
