package io.streamlab.verify.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What a program that {@link ArmsProcess} runs has at hand: the folder of its only argument, the settings in there, Spark with every
 * core of this machine, and the file for its results.
 *
 * @param <S> its settings
 */
public final class Workspace<S> implements AutoCloseable {
    static final String SETTINGS_FILE = "settings.json";
    static final String RESULTS_FILE = "results.jsonl";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final S settings;
    private final SparkSession spark;
    private final Writer results;

    private Workspace(Path folder, S settings, SparkSession spark, Writer results) {
        this.folder = folder;
        this.settings = settings;
        this.spark = spark;
        this.results = results;
    }

    /**
     * @param name for Spark
     * @param arguments of the program
     * @param settings their type
     */
    public static <S> Workspace<S> open(String name, String[] arguments, Class<S> settings) throws IOException {
        Path folder = Path.of(arguments[0]);
        return new Workspace<>(
                folder,
                JSON.readValue(folder.resolve(SETTINGS_FILE).toFile(), settings),
                SparkSession.builder()
                        .master("local[*]")
                        .appName(name)
                        .config("spark.ui.enabled", false)
                        .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                        .config("spark.sql.session.timeZone", "UTC")
                        .config("spark.local.dir", folder.resolve("spark").toString())
                        .config(
                                "spark.sql.warehouse.dir",
                                folder.resolve("warehouse").toString())
                        .getOrCreate(),
                Files.newBufferedWriter(folder.resolve(RESULTS_FILE)));
    }

    public S settings() {
        return settings;
    }

    public SparkSession spark() {
        return spark;
    }

    /** For whatever the program writes; deleted after the run. */
    public Path folder() {
        return folder;
    }

    /** The user sees it at once. */
    public void report(Object result) throws IOException {
        results.write(JSON.writeValueAsString(result) + "\n");
        results.flush();
    }

    @Override
    public void close() throws IOException {
        spark.close();
        results.close();
    }
}
