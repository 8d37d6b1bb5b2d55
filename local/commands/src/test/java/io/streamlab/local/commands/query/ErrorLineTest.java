package io.streamlab.local.commands.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorLineTest {
    @Test
    void theReasonIsThatOfTheInnermostError() {
        Throwable error = new RuntimeException("Job aborted", new IllegalStateException("the bucket is gone"));

        assertThat(ErrorLine.of(error)).isEqualTo("the bucket is gone");
    }

    @Test
    void onlyTheFirstLineThatSaysSomethingCounts() {
        assertThat(ErrorLine.of(new RuntimeException("\n  no such column;\n'Project [*]\n")))
                .isEqualTo("no such column");
    }

    @Test
    void anErrorWithoutAMessageIsNamed() {
        assertThat(ErrorLine.of(new NullPointerException())).isEqualTo("NullPointerException");
        assertThat(ErrorLine.of(new IllegalStateException(" \n"))).isEqualTo("IllegalStateException");
    }
}
