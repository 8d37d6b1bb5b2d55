package io.streamlab.verify.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LookTest {
    private final Commits commits = new Commits();

    @BeforeEach
    void commitTenRowsThenFiveOfWhichTwoAreNewAndOneIsJoinedAnew() {
        commits.add(new Commit("c1", Optional.of("q/0"), 10, 10, 0, Instant.EPOCH, Instant.EPOCH));
        commits.add(new Commit("c2", Optional.of("q/1"), 2, 5, 1, Instant.EPOCH, Instant.EPOCH));
    }

    @Test
    void findsNothingWhereCommitsAreWhole() {
        assertThat(new Look(10, 10, "c1", 10).problem(commits)).isEmpty();
        assertThat(new Look(12, 12, "c2", 5).problem(commits)).isEmpty();
    }

    @Test
    void findsACommitOfWhichRowsAreMissing() {
        assertThat(new Look(11, 11, "c2", 4).problem(commits)).hasValueSatisfying(problem -> assertThat(problem)
                .startsWith("a reader saw Look[rows=11,")
                .endsWith("but that commit wrote 5 rows and left 12"));
    }

    @Test
    void findsACommitThatHasReplacedOnlySomeOfItsRows() {
        assertThat(new Look(12, 12, "c2", 4).problem(commits)).isPresent();
    }

    @Test
    void findsDoubledRows() {
        assertThat(new Look(12, 11, "c2", 5).problem(commits)).isPresent();
    }

    @Test
    void findsRowsOfACommitThatIsNotComplete() {
        assertThat(new Look(15, 15, "c3", 3).problem(commits))
                .hasValueSatisfying(problem -> assertThat(problem).endsWith("but that commit is not complete"));
    }

    @Test
    void isWhatTheQueryAnswers() throws Exception {
        String answer = "{\"rows\": 12, \"keys\": 11, \"newest\": \"c2\", \"rows_of_newest\": 5}";

        assertThat(Look.of(new JsonMapper().readTree(answer))).isEqualTo(new Look(12, 11, "c2", 5));
    }
}
