package io.streamlab.join.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Linters that know more than our own tests; run where they are installed. */
class LintersTest {
    @Test
    void cfnLintFindsNothingInTheTemplates() throws Exception {
        assertThat(run("cfn-lint", Template.NAMES.stream().map(name -> Template.FOLDER + "/" + name + ".yaml")))
                .isEmpty();
    }

    /** It follows the files that a command sources. */
    @Test
    void shellcheckFindsNothingInTheCommands() throws Exception {
        try (Stream<Path> scripts = Files.list(Path.of("scripts"))) {
            Stream<String> commands =
                    scripts.filter(Files::isRegularFile).map(Path::toString).sorted();
            assertThat(run(
                            "shellcheck",
                            Stream.concat(Stream.of("--external-sources", "--source-path=SCRIPTDIR"), commands)))
                    .isEmpty();
        }
    }

    private static String run(String linter, Stream<String> arguments) throws IOException, InterruptedException {
        assumeTrue(isInstalled(linter), linter + " is not on the PATH");
        List<String> command = new ArrayList<>(List.of(linter));
        arguments.forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
