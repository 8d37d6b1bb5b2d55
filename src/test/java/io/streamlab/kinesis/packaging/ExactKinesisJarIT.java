package io.streamlab.kinesis.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Opens the jar that holds the source by itself, which the system property {@code exact.kinesis.jar} names. */
class ExactKinesisJarIT {
    private static final String OURS = "io/streamlab/kinesis/";
    private static final String RELOCATED = OURS + "shaded/";

    private static final Set<String> SERVICES = Set.of(
            "META-INF/services/org.apache.spark.sql.sources.DataSourceRegister",
            "META-INF/services/io.streamlab.kinesis.shaded.awssdk.http.SdkHttpService",
            "META-INF/services/io.streamlab.kinesis.shaded.awssdk.thirdparty.jackson.core.JsonFactory");

    private static final Set<String> OTHER_FILES = Set.of(
            "META-INF/MANIFEST.MF",
            "META-INF/NOTICE",
            "META-INF/NOTICE.txt",
            "META-INF/thirdparty-LICENSE",
            "META-INF/FastDoubleParser-LICENSE",
            "META-INF/FastDoubleParser-NOTICE",
            // Left over from the build of the AWS SDK, which reads its own copies next to its classes.
            "VersionInfo.java",
            "mime.types");

    /** The services that the source calls. */
    private static final Set<String> AWS_SERVICES = Set.of("kinesis", "sts");

    /** Every executor fetches the jar. The jar has 6.3 MB, nearly all of them the AWS SDK's. */
    private static final long LARGEST_SIZE = 8_000_000;

    private static ShadedJar jar;

    @BeforeAll
    static void openJar() throws IOException {
        jar = ShadedJar.open("exact.kinesis.jar", RELOCATED);
    }

    @AfterAll
    static void closeJar() throws IOException {
        if (jar != null) {
            jar.close();
        }
    }

    @Test
    void everyFileIsExpected() {
        assertThat(jar.files())
                .allMatch(file -> file.startsWith(OURS) || SERVICES.contains(file) || OTHER_FILES.contains(file));
    }

    @Test
    void holdsTheSourceAndTheSdkUnderAnotherName() {
        assertThat(jar.files())
                .contains(
                        OURS + "spark/KinesisSourceProvider.class",
                        RELOCATED + "awssdk/services/kinesis/KinesisClient.class",
                        RELOCATED + "awssdk/services/sts/StsClient.class",
                        RELOCATED + "awssdk/http/urlconnection/UrlConnectionHttpClient.class");
    }

    @Test
    void holdsNoServiceThatTheSourceDoesNotCall() {
        String services = RELOCATED + "awssdk/services/";
        List<String> held = jar.files().stream()
                .filter(file -> file.startsWith(services))
                .map(file -> file.substring(services.length()).split("/")[0])
                .distinct()
                .toList();

        assertThat(held).containsExactlyInAnyOrderElementsOf(AWS_SERVICES);
    }

    @Test
    void everyServiceIsThereWithItsClass() throws IOException {
        jar.verifyServices(SERVICES);
    }

    @Test
    void everyClassRunsOnJava8() throws IOException {
        jar.verifyJava8();
    }

    @Test
    void ourClassesNameTheSdkAsItIsNamedHere() throws IOException {
        jar.verifyRelocation();
    }

    @Test
    void isSmallEnough() throws IOException {
        assertThat(Files.size(jar.path())).isLessThan(LARGEST_SIZE);
    }
}
