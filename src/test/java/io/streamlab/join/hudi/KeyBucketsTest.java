package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.streamlab.join.text.RecordKeyText;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hudi.index.bucket.BucketIdentifier;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The buckets that Hudi takes for keys as the job writes them. */
class KeyBucketsTest {
    private static final int KEYS = 10_000;

    /** Those of a table of the default size. A bucket of 2,500 keys differs by 2 % if the hash is random. */
    private static final int BUCKETS = 4;

    static Stream<Named<IntFunction<List<?>>>> kinds() {
        Random random = new Random(39);
        return Stream.of(
                kind("URN", i -> List.of("urn:uuid:" + new UUID(random.nextLong(), random.nextLong()))),
                kind("device:N", i -> List.of("device:" + i)),
                kind(
                        "ISO times",
                        i -> List.of(Instant.EPOCH.plusSeconds(60L * i).toString())),
                kind("MAC addresses", i -> List.of(String.format("00:1b:44:11:%02x:%02x", i / 256, i % 256))),
                kind("tenant,N", i -> List.of("tenant," + i)),
                kind("paths", i -> List.of("/var/log/" + i + "/out.log")),
                kind("percent", i -> List.of(i + "%20%3A")),
                kind("emoji", i -> List.of("😀" + i + "🚀")),
                kind("1,000 characters", i -> List.of("k".repeat(995) + String.format("%05d", i))),
                kind("whole numbers", i -> List.of((long) i)),
                kind("two columns", i -> List.of("order:" + i / 10, i % 10)),
                kind("three columns", i -> List.of("a,b:" + i, "x/y", true)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void areEven(IntFunction<List<?>> key) {
        int[] sizes = new int[BUCKETS];
        for (int i = 0; i < KEYS; i++) {
            sizes[BucketIdentifier.getBucketId(RecordKeyText.of(key.apply(i)), "_record_key", BUCKETS)]++;
        }

        assertThat(IntStream.of(sizes).max().orElseThrow())
                .as("the largest of %s", IntStream.of(sizes).boxed().toList())
                .isLessThanOrEqualTo((int) (1.3 * KEYS / BUCKETS));
    }

    /** Of the bundles that are in the local Maven repository: scripts/submit-local --glue_version fetches them. */
    @ParameterizedTest
    @CsvSource({
        "hudi-spark3.3-bundle_2.12, 0.12.2",
        "hudi-spark3.5-bundle_2.12, 0.15.0",
        "hudi-spark3.5-bundle_2.12, 1.0.2",
        "hudi-spark3.5-bundle_2.12, 1.1.1"
    })
    void areTheSameForEachVersionOfHudi(String bundle, String version) throws Exception {
        Path jar = mavenFolder().resolve(bundle).resolve(version).resolve(bundle + "-" + version + ".jar");
        assumeTrue(Files.exists(jar), () -> jar + " is not there");
        List<Integer> expected = new ArrayList<>();
        List<Integer> buckets = new ArrayList<>();
        try (HudiLoader loader = new HudiLoader(jar)) {
            Method method = loader.loadClass(BucketIdentifier.class.getName())
                    .getMethod("getBucketId", String.class, String.class, int.class);
            for (Named<IntFunction<List<?>>> kind : kinds().toList()) {
                for (int i = 0; i < KEYS; i++) {
                    String text = RecordKeyText.of(kind.getPayload().apply(i));
                    // As in a table with several partition fields.
                    String withDate = "_record_key:" + text + ",orderdate_day:2026-01-31";
                    expected.add(BucketIdentifier.getBucketId(text, "_record_key", 997));
                    expected.add(BucketIdentifier.getBucketId(withDate, "_record_key,orderdate_day", 997));
                    buckets.add((Integer) method.invoke(null, text, "_record_key", 997));
                    buckets.add((Integer) method.invoke(null, withDate, "_record_key,orderdate_day", 997));
                }
            }
            assertThat(method.getDeclaringClass()).isNotEqualTo(BucketIdentifier.class);
        }

        assertThat(buckets).isEqualTo(expected);
    }

    /** Returns the folder of Hudi's artifacts, in which the test's own Hudi is. */
    private static Path mavenFolder() throws Exception {
        Path own = Path.of(BucketIdentifier.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return own.getParent().getParent().getParent();
    }

    private static Named<IntFunction<List<?>>> kind(String name, IntFunction<List<?>> key) {
        return Named.of(name, key);
    }

    /** Takes Hudi's classes from one jar, and all others from the test. */
    private static final class HudiLoader extends URLClassLoader {
        HudiLoader(Path jar) throws IOException {
            super(new URL[] {jar.toUri().toURL()}, KeyBucketsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("org.apache.hudi.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
