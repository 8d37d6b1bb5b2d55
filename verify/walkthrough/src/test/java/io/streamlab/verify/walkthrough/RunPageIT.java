package io.streamlab.verify.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.verify.walkthrough.TableView.Rejection;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run in a real browser: headless Chromium. */
class RunPageIT {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final int LONGEST_SECONDS = 120;

    @TempDir
    private Path folder;

    /** The page's policy forbids to fetch anything. A browser that obeys says so on its console. */
    @Test
    void aBrowserShowsTheFiguresFetchesNothingAndComplainsOfNothing() throws IOException, InterruptedException {
        Optional<Path> browser = browser();
        assumeThat(browser)
                .as("none of %s is on the PATH, so no browser could open the page", BROWSERS)
                .isPresent();
        Path page = folder.resolve("run.html");
        RunReportTest.report(
                        List.of(),
                        List.of(new Rejection("NOT_JSON", 4, "<script>document.title = 'attacked'</script>")),
                        List.of(new JsonMapper()
                                .readTree("{\"batch_id\":3,\"read_ms\":500,\"batch_ms\":2000,\"records_read\":50}")))
                .writePage(page);

        String shown = run(browser.get(), page, "--dump-dom");
        String console = Files.readString(folder.resolve("console.txt"));

        assertThat(shown)
                .contains("<title>Orders joined with reference data that changed meanwhile</title>")
                .contains("<b>80</b><span>rows in the table</span>")
                .contains("<td>batch 3</td>")
                .contains("&lt;script&gt;document.title = 'attacked'&lt;/script&gt;");
        assertThat(console).doesNotContain("CONSOLE", "Refused to", "violates the following Content Security Policy");
    }

    private String run(Path browser, Path page, String what) throws IOException, InterruptedException {
        Path output = folder.resolve("shown.txt");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        // In a container there may be no namespaces for a sandbox. The page is our own.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--no-first-run",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--enable-logging=stderr",
                        what,
                        page.toUri().toString())
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("console.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as("the browser ends")
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private static Optional<Path> browser() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(place -> BROWSERS.stream().map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
