package io.streamlab.local.commands;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A jar with a small program under the name of the job's class: it does what its first argument says. */
final class SampleJob {
    private static final String CLASS = "io/streamlab/join/StreamingJoinJob";

    private static final String SOURCE =
            """
            package io.streamlab.join;

            import java.util.Arrays;
            import java.util.Map;
            import org.apache.spark.sql.SaveMode;
            import org.apache.spark.sql.SparkSession;
            import org.slf4j.LoggerFactory;

            public class StreamingJoinJob {
                public static void main(String[] arguments) throws Exception {
                    LoggerFactory.getLogger(StreamingJoinJob.class).info("arguments {}", Arrays.asList(arguments));
                    switch (arguments[1]) {
                        case "write":
                            write(Integer.parseInt(arguments[3]), valueOf("--target_path", arguments));
                            break;
                        case "fail":
                            System.exit(3);
                        default:
                            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped in order")));
                            System.out.println("waiting");
                            Thread.sleep(Long.MAX_VALUE);
                    }
                }

                private static String valueOf(String option, String[] arguments) {
                    return arguments[Arrays.asList(arguments).indexOf(option) + 1];
                }

                /** Rows with the keys 0 to count - 1; every second row has a code. */
                private static void write(int count, String path) {
                    SparkSession spark = SparkSession.builder().getOrCreate();
                    spark.range(count)
                            .selectExpr("cast(id as string) uuid", "'1/4/10' orderdate", "if(id % 2 = 0, 'IN', null) code")
                            .write()
                            .format("hudi")
                            .option("hoodie.table.name", "hudi_table")
                            .option("hoodie.datasource.write.recordkey.field", "uuid")
                            .option("hoodie.datasource.write.precombine.field", "orderdate")
                            .option(
                                    "hoodie.datasource.write.keygenerator.class",
                                    "org.apache.hudi.keygen.NonpartitionedKeyGenerator")
                            .option(
                                    "hoodie.datasource.hive_sync.partition_extractor_class",
                                    "org.apache.hudi.hive.NonPartitionedExtractor")
                            .option("hoodie.datasource.hive_sync.enable", "true")
                            .option("hoodie.datasource.hive_sync.mode", "hms")
                            .option("hoodie.datasource.hive_sync.database", "my_kinesis_db")
                            .option("hoodie.datasource.hive_sync.table", "hudi_table")
                            .option("hoodie.upsert.shuffle.parallelism", "2")
                            .option("hoodie.metadata.enable", "false")
                            .mode(SaveMode.Append)
                            .save(path);
                    spark.stop();
                }
            }
            """;

    private SampleJob() {}

    /** @return the jar, in the folder */
    static Path compile(Path folder) throws IOException {
        Path source = folder.resolve(CLASS + ".java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, SOURCE);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(null, null, null, "-cp", Modules.dependenciesOf("spark"), source.toString());
        if (result != 0) {
            throw new IllegalStateException("the sample job does not compile");
        }
        Path jar = folder.resolve("sample-job.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry(CLASS + ".class"));
            Files.copy(folder.resolve(CLASS + ".class"), out);
        }
        return jar;
    }
}
