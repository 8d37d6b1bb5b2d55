package io.streamlab.join.documents;

import static java.util.stream.Collectors.toUnmodifiableList;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of the documentation, as GitHub shows it. */
final class MarkdownPage {
    private static final Pattern CODE_BLOCK = Pattern.compile("(?sm)^ *```(\\w*)\\n(.*?)^ *```$");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    private final Path path;
    private final String text;

    MarkdownPage(Path path) {
        this.path = path;
        try {
            this.text = Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }

    /** Returns the code blocks of a language, such as {@code bash}, in their order. */
    List<String> codeBlocks(String language) {
        return CODE_BLOCK
                .matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .collect(toUnmodifiableList());
    }

    /** Returns the relative links that lead to no file, or to no heading of their page. */
    List<String> brokenLinks() {
        return LINK.matcher(withoutCode())
                .results()
                .map((MatchResult link) -> link.group(1))
                .filter(link -> !link.matches("https?:.*"))
                .filter(link -> !leadsSomewhere(link))
                .collect(toUnmodifiableList());
    }

    private boolean leadsSomewhere(String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? path : path.resolveSibling(file).normalize();
        return Files.exists(target)
                && (hash < 0 || new MarkdownPage(target).anchors().contains(link.substring(hash + 1)));
    }

    /** Returns the names by which headings can be linked: a heading that comes again gets a number. */
    private Set<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(withoutCode()).results().forEach(heading -> {
            String name = heading.group(1)
                    .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                    .replace(' ', '-');
            int before = seen.merge(name, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? name : name + "-" + before);
        });
        return anchors;
    }

    private String withoutCode() {
        return CODE_BLOCK.matcher(text).replaceAll("");
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
