package io.streamlab.join.packaging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Opens the jar that goes to Glue, which the system property {@code job.jar} names. */
class JarContentsIT {
    private static final String CALLED_BY_HUDI = "io/streamlab/join/hudi/PartitionPathValues.class";

    private static final String OURS = "io/streamlab/join/";
    private static final String RELOCATED = OURS + "shaded/";

    private static final Set<String> SERVICES = Set.of(
            "META-INF/services/org.apache.spark.sql.sources.DataSourceRegister",
            "META-INF/services/io.streamlab.join.shaded.awssdk.http.SdkHttpService",
            "META-INF/services/io.streamlab.join.shaded.awssdk.thirdparty.jackson.core.JsonFactory");

    private static final Set<String> OTHER_FILES = Set.of(
            "META-INF/MANIFEST.MF",
            "META-INF/LICENSE",
            "META-INF/NOTICE",
            "META-INF/NOTICE.txt",
            "META-INF/thirdparty-LICENSE",
            "META-INF/FastDoubleParser-LICENSE",
            "META-INF/FastDoubleParser-NOTICE",
            // Left over from the build of the AWS SDK, which reads its own copies beside its classes.
            "VersionInfo.java",
            "mime.types");

    /** The class file version of Java 8, which Glue 4.0 runs. */
    private static final int JAVA_8 = 52;

    /** Glue loads the jar on every worker at each start; it has 21 MB, nearly all of them the AWS SDK's. */
    private static final long LARGEST_SIZE = 25_000_000;

    private static Path path;
    private static JarFile jar;

    @BeforeAll
    static void openJar() throws IOException {
        String property = System.getProperty("job.jar");
        assertThat(property)
                .as("system property job.jar, which Maven sets to the jar it packages")
                .isNotNull();
        path = Path.of(property);
        assertThat(path).as("the jar, which `mvn package` makes").isRegularFile();
        jar = new JarFile(path.toFile());
    }

    @AfterAll
    static void closeJar() throws IOException {
        if (jar != null) {
            jar.close();
        }
    }

    @Test
    void everyFileIsExpected() {
        assertThat(files())
                .allMatch(file -> file.startsWith(OURS) || SERVICES.contains(file) || OTHER_FILES.contains(file));
    }

    @Test
    void theSdkIsThereUnderAnotherName() {
        assertThat(files())
                .contains(
                        OURS + "StreamingJoinJob.class",
                        RELOCATED + "awssdk/services/kinesis/KinesisClient.class",
                        RELOCATED + "awssdk/services/dynamodb/DynamoDbClient.class",
                        RELOCATED + "awssdk/services/glue/GlueClient.class",
                        RELOCATED + "awssdk/services/cloudwatch/CloudWatchClient.class",
                        RELOCATED + "awssdk/services/sts/StsClient.class",
                        RELOCATED + "awssdk/http/urlconnection/UrlConnectionHttpClient.class");
    }

    @Test
    void everyServiceIsThereWithItsClass() throws IOException {
        for (String service : SERVICES) {
            List<String> providers = read(service)
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

    @Test
    void everyClassRunsOnJava8() throws IOException {
        for (String file : files()) {
            if (file.endsWith(".class")) {
                assertThat(classFileVersion(file)).as(file).isLessThanOrEqualTo(JAVA_8);
            }
        }
        for (String file : ourClasses()) {
            assertThat(classFileVersion(file)).as(file).isEqualTo(JAVA_8);
        }
    }

    /** So that the job runs with any Hudi; but one class is called by Hudi, for tables with partitions. */
    @Test
    void ourClassesNameNoClassOfHudi() throws IOException {
        assertThat(ourClasses()).contains(CALLED_BY_HUDI);
        for (String file : ourClasses()) {
            if (file.equals(CALLED_BY_HUDI)) {
                continue;
            }
            // Names of classes stand in a class file with slashes; with points they are values of options.
            assertThat(new String(content(file), ISO_8859_1)).as(file).doesNotContain("org/apache/hudi/");
        }
    }

    @Test
    void ourClassesNameTheSdkAsItIsNamedHere() throws IOException {
        for (String file : ourClasses()) {
            assertThat(new String(content(file), ISO_8859_1)).as(file).doesNotContain("software/amazon/");
        }
    }

    @Test
    void isSmallEnough() throws IOException {
        assertThat(Files.size(path)).isLessThan(LARGEST_SIZE);
    }

    @Test
    void startsTheJob() throws IOException {
        assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
                .isEqualTo("io.streamlab.join.StreamingJoinJob");
    }

    private static List<String> files() {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(JarEntry::getName)
                .toList();
    }

    private static List<String> ourClasses() {
        return files().stream()
                .filter(file -> file.startsWith(OURS) && !file.startsWith(RELOCATED) && file.endsWith(".class"))
                .toList();
    }

    /** The four bytes of a class file after its magic number are the minor and the major version. */
    private static int classFileVersion(String file) throws IOException {
        return ByteBuffer.wrap(content(file)).getShort(6);
    }

    private static String read(String file) throws IOException {
        return new String(content(file), UTF_8);
    }

    private static byte[] content(String file) throws IOException {
        try (InputStream content = jar.getInputStream(jar.getJarEntry(file))) {
            return content.readAllBytes();
        }
    }
}
