package io.streamlab.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamingJoinJobTest {
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final PrintStream standardError = System.err;

    @BeforeEach
    void captureErrors() {
        System.setErr(new PrintStream(errors, true, UTF_8));
    }

    @AfterEach
    void releaseErrors() {
        System.setErr(standardError);
    }

    @Test
    void tellsWrongArgumentsByTheExitCodeAndNothingButTheProblems() {
        int exitCode = StreamingJoinJob.run(
                "--target_path",
                "s3://b/t",
                "--rejected_path",
                "s3://b/r",
                "--checkpoint_path",
                "s3://b/c",
                "--window",
                "5");

        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString(UTF_8))
                .isEqualToNormalizingNewlines(
                        """
                        The job's configuration has a problem:
                          - --window is not an option of this job; the nearest is --window_seconds
                        """);
    }
}
