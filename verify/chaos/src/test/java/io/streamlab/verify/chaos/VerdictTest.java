package io.streamlab.verify.chaos;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final int SENT = 30;
    private static final Instant SCAN = Instant.parse("2026-01-31T12:00:00Z");

    private final SentOrders orders = new SentOrders(1, false);
    private final ReferenceHistory references = new ReferenceHistory();
    private final Commits commits = new Commits();

    @BeforeEach
    void send() {
        List.of("India", "USA", "Canada", "China").forEach(country -> references.begin(country, "of " + country));
        for (int i = 0; i < SENT; i++) {
            orders.next();
        }
        commits.add(new Commit("c1", Optional.of("q/0"), 9, 9, 0, SCAN, SCAN.plusSeconds(1)));
    }

    @Test
    void findsNothingInATableThatIsRight() {
        assertThat(judge(rightRows())).isEqualTo(new Verdict(0, 0, List.of()));
    }

    @Test
    void countsMissingKeysAndDoubledRows() {
        List<JsonNode> rows = rightRows();
        rows.remove(0);
        rows.add(rows.get(0));

        assertThat(judge(rows)).isEqualTo(new Verdict(1, 1, List.of()));
    }

    @Test
    void saysWhatIsWrongWithARow() {
        List<JsonNode> rows = rightRows();
        int version = rows.get(0).get("unitssold").asInt();
        rows.set(0, row(0, version + 1, "of India", "c1"));
        rows.set(1, row(1, latestVersion(1), "of nobody", "c1"));
        rows.set(2, row(2, latestVersion(2), "of Canada", "c2"));
        ((ObjectNode) rows.get(3)).withArray("tags").remove(1);
        rows.add(row(5_000, 1, "of India", "c1"));

        assertThat(judge(rows).wrong())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith("key urn:order:#0 has not the unitssold of version " + version),
                        problem -> assertThat(problem)
                                .startsWith(
                                        "key a/b=#1:c,d shows a name that no reference row had between 2026-01-31T12:00:00Z "
                                                + "and 2026-01-31T12:00:01Z"),
                        problem -> assertThat(problem).startsWith("key #2 \ud83d\ude00: is of no complete commit"),
                        problem -> assertThat(problem).startsWith("key 100% \"#3\" has not the tags of version "),
                        problem -> assertThat(problem)
                                .matches("key .*#5000.* was never sent, or was deleted by its latest version: .*"));
    }

    @Test
    void demandsThatDeletedKeysHaveNoRow() {
        SentOrders withDeletes = new SentOrders(1, true);
        for (int i = 0; i < SENT; i++) {
            withDeletes.next();
        }
        assertThat(withDeletes.deleted()).isPositive();

        // The same orders, and the rows of all of them.
        assertThat(Verdict.of(rightRows(), withDeletes.remaining(), references, commits, false)
                        .wrong())
                .hasSize(withDeletes.deleted())
                .allSatisfy(problem ->
                        assertThat(problem).contains(" was never sent, or was deleted by its latest version: "));
    }

    @Test
    void demandsTheLatestNameOfRowsThatFollow() {
        List<JsonNode> rows = rightRows();
        assertThat(judgeFollowing(rows)).isEqualTo(new Verdict(0, 0, List.of()));
        references.change("India", "of Bharat", SCAN.plusSeconds(60), SCAN.plusSeconds(61));
        references.change("USA", null, SCAN.plusSeconds(60), SCAN.plusSeconds(61));
        Set<String> behind = rows.stream()
                .map(row -> row.get("uuid").asText())
                .filter(key -> List.of("India", "USA").contains(SentOrders.countryOf(key)))
                .collect(toSet());

        assertThat(judge(rows)).as("of rows that stay").isEqualTo(new Verdict(0, 0, List.of()));
        assertThat(judgeFollowing(rows).wrong())
                .hasSameSizeAs(behind)
                .anySatisfy(
                        problem -> assertThat(problem)
                                .startsWith(
                                        "key urn:order:#0 has not followed its reference row, which shows of Bharat: {\"uuid\":"))
                .anySatisfy(
                        problem -> assertThat(problem)
                                .startsWith(
                                        "key a/b=#1:c,d has not followed its reference row, which shows nothing, being gone: "));
    }

    @Test
    void demandsOfRowsThatFollowThatTheirCommitCouldKnowTheLatestName() {
        references.change("India", "of Bharat", SCAN.plusSeconds(60), SCAN.plusSeconds(61));
        List<JsonNode> rows = rightRows();
        rows.replaceAll(row -> SentOrders.countryOf(row.get("uuid").asText()).equals("India")
                ? row(row.get("uuid").asText(), row.get("unitssold").asInt(), "of Bharat", "c2")
                : row);

        commits.add(new Commit("c2", Optional.empty(), 0, 9, 9, SCAN.plusSeconds(70), SCAN.plusSeconds(71)));
        assertThat(judgeFollowing(rows)).isEqualTo(new Verdict(0, 0, List.of()));

        commits.add(new Commit("c2", Optional.empty(), 0, 9, 9, SCAN.plusSeconds(50), SCAN.plusSeconds(51)));
        assertThat(judgeFollowing(rows).wrong()).isNotEmpty().allSatisfy(problem -> assertThat(problem)
                .contains("shows a name that no reference row had between"));
    }

    private Verdict judge(List<JsonNode> rows) {
        return Verdict.of(rows, orders.remaining(), references, commits, false);
    }

    private Verdict judgeFollowing(List<JsonNode> rows) {
        return Verdict.of(rows, orders.remaining(), references, commits, true);
    }

    /** In the order of the keys' numbers. */
    private List<JsonNode> rightRows() {
        List<JsonNode> rows = new ArrayList<>();
        for (int number = 0; number < SENT; number++) {
            String key = SentOrders.keyOf(number);
            Integer version = orders.remaining().get(key);
            if (version != null) {
                String country = SentOrders.countryOf(key);
                rows.add(row(key, version, country.equals("Atlantis") ? null : "of " + country, "c1"));
            }
        }
        return rows;
    }

    private int latestVersion(int number) {
        return orders.remaining().get(SentOrders.keyOf(number));
    }

    private static JsonNode row(int number, int version, String name, String commit) {
        return row(SentOrders.keyOf(number), version, name, commit);
    }

    private static JsonNode row(String key, int version, String name, String commit) {
        return SentOrders.order(key, version).put("combinedname", name).put("commit", commit);
    }
}
