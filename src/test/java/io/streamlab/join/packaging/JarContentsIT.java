package io.streamlab.join.packaging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.packaging.ShadedJar;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Opens the jar that goes to Glue, which the system property {@code job.jar} names. */
class JarContentsIT {
    /**
     * The first is called by Hudi; the second calls a method that each Hudi from 0.12 to 1.1 has; the third asks a class of
     * Hudi's for the version of its jar.
     */
    private static final List<String> COMPILED_WITH_HUDI = List.of(
            "io/streamlab/join/hudi/PartitionPathValues.class",
            "io/streamlab/join/hudi/BucketsOfHudi.class",
            "io/streamlab/join/hudi/HudiVersion.class");

    private static final String JOB = "io/streamlab/join/";
    private static final String SOURCE = "io/streamlab/kinesis/";
    private static final String RELOCATED = JOB + "shaded/";

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

    /** Glue loads the jar on every worker at each start; it has 21 MB, nearly all of them the AWS SDK's. */
    private static final long LARGEST_SIZE = 25_000_000;

    private static ShadedJar jar;

    @BeforeAll
    static void openJar() throws IOException {
        jar = ShadedJar.open("job.jar", RELOCATED);
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
                .allMatch(file -> file.startsWith(JOB)
                        || (file.startsWith(SOURCE) && !file.startsWith(SOURCE + "shaded/"))
                        || SERVICES.contains(file)
                        || OTHER_FILES.contains(file));
    }

    @Test
    void theSdkIsThereUnderAnotherName() {
        assertThat(jar.files())
                .contains(
                        JOB + "StreamingJoinJob.class",
                        RELOCATED + "awssdk/services/kinesis/KinesisClient.class",
                        RELOCATED + "awssdk/services/dynamodb/DynamoDbClient.class",
                        RELOCATED + "awssdk/services/glue/GlueClient.class",
                        RELOCATED + "awssdk/services/cloudwatch/CloudWatchClient.class",
                        RELOCATED + "awssdk/services/sts/StsClient.class",
                        RELOCATED + "awssdk/http/urlconnection/UrlConnectionHttpClient.class");
    }

    @Test
    void everyServiceIsThereWithItsClass() throws IOException {
        jar.verifyServices(SERVICES);
    }

    @Test
    void everyClassRunsOnJava8() throws IOException {
        jar.verifyJava8();
    }

    /** So that the job runs with any Hudi. */
    @Test
    void onlyThreeClassesNameAClassOfHudi() throws IOException {
        assertThat(jar.ourClasses()).containsAll(COMPILED_WITH_HUDI);
        for (String file : jar.ourClasses()) {
            if (COMPILED_WITH_HUDI.contains(file)) {
                continue;
            }
            // Names of classes stand in a class file with slashes; with points they are values of options.
            assertThat(new String(jar.content(file), ISO_8859_1)).as(file).doesNotContain("org/apache/hudi/");
        }
    }

    @Test
    void ourClassesNameTheSdkAsItIsNamedHere() throws IOException {
        jar.verifyRelocation();
    }

    /**
     * The exact-kinesis jar has the same classes of the source with another name for the SDK. The job runs with those
     * classes too, if a classpath has that jar first: what the job calls in the source names no type of the SDK.
     */
    @Test
    void noTypeOfTheSdkPassesBetweenTheJobAndTheSource() throws IOException {
        List<String> passed = new ArrayList<>();
        for (String file : jar.ourClasses()) {
            if (file.startsWith(JOB)) {
                new ClassReader(jar.content(file)).accept(new CallsOfTheSource(passed), 0);
            }
        }

        assertThat(passed).isNotEmpty().noneMatch(call -> call.contains("/shaded/"));
    }

    @Test
    void isSmallEnough() throws IOException {
        assertThat(Files.size(jar.path())).isLessThan(LARGEST_SIZE);
    }

    @Test
    void startsTheJob() throws IOException {
        assertThat(jar.mainClass()).isEqualTo("io.streamlab.join.StreamingJoinJob");
    }

    /** Notes the methods of the source that a class calls, with their types. */
    private static final class CallsOfTheSource extends ClassVisitor {
        private final List<String> calls;

        CallsOfTheSource(List<String> calls) {
            super(Opcodes.ASM9);
            this.calls = calls;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String types, String generic, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(
                        int code, String owner, String method, String methodTypes, boolean isInterface) {
                    if (owner.startsWith(SOURCE)) {
                        calls.add(owner + "." + method + methodTypes);
                    }
                }
            };
        }
    }
}
