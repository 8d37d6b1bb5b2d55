package io.streamlab.join.documents;

import static java.util.stream.Collectors.toUnmodifiableList;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsTest {
    private static final MarkdownPage README = new MarkdownPage(Path.of("README.md"));
    private static final MarkdownPage GETTING_STARTED = new MarkdownPage(Path.of("docs/GETTING_STARTED.md"));

    static List<MarkdownPage> pages() throws IOException {
        List<MarkdownPage> pages = new ArrayList<>();
        for (Path root :
                List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("CHANGELOG.md"), Path.of("docs"))) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .sorted()
                        .map(MarkdownPage::new)
                        .forEach(pages::add);
            }
        }
        return pages;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFileAndAHeading(MarkdownPage page) {
        assertThat(page.brokenLinks()).isEmpty();
    }

    @Test
    void theReadmeLinksEveryGuide() throws IOException {
        try (Stream<Path> guides = Files.list(Path.of("docs"))) {
            assertThat(guides.filter(file -> file.toString().endsWith(".md")))
                    .allSatisfy(guide -> assertThat(README.text()).contains("(" + guide + ")"));
        }
    }

    @Test
    void theReadmeIsReadInFiveMinutes() {
        assertThat(README.text().lines()).hasSizeLessThanOrEqualTo(150);
        assertThat(README.text().split("\\s+")).hasSizeLessThan(1000);
    }

    @Test
    void theGlossaryStaysShort() {
        assertThat(new MarkdownPage(Path.of("docs/GLOSSARY.md")).text().lines()).hasSizeLessThanOrEqualTo(25);
    }

    @Test
    void theJobUnderstandsTheOptionsOfGettingStarted() {
        String block = GETTING_STARTED.codeBlocks("bash").stream()
                .filter(code -> code.contains("parcels.options <<"))
                .findFirst()
                .orElseThrow();
        Matcher schema = Pattern.compile("lookup_schema='(.*)'").matcher(block);
        assertThat(schema.find()).isTrue();
        List<String> arguments =
                new ArrayList<>(List.of(block.substring(block.indexOf("--"), block.lastIndexOf("OPTIONS"))
                        .strip()
                        .split("\\s+")));
        arguments.addAll(List.of("--lookup_schema", schema.group(1)));

        JobConfig config = JobConfig.parse(arguments.toArray(String[]::new));

        assertThat(config.source().table()).isEqualTo("parcel_scans");
        assertThat(config.lookup().schema().fieldNames()).containsExactly("depot_code", "city", "docks");
    }

    @Test
    void theTemplatesHaveTheParametersOfGettingStarted() throws IOException {
        String template = Files.readString(Path.of("cloudformation/stream-job.yaml"));
        List<String> parameters = Pattern.compile("--parameter \"?(\\w+)=")
                .matcher(String.join("", GETTING_STARTED.codeBlocks("text")))
                .results()
                .map((MatchResult parameter) -> parameter.group(1))
                .collect(toUnmodifiableList());

        assertThat(parameters).hasSizeGreaterThan(10).allSatisfy(name -> assertThat(template)
                .contains("\n  " + name + ":\n"));
    }
}
