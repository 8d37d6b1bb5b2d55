package io.streamlab.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaCommandTest {

    @TempDir
    private Path folder;

    @Test
    void classpathIsConfigurationThenClassesThenDependencies() throws IOException {
        buildModule("some module");
        Path arguments = folder.resolve("conf/java.arguments");
        List<String> command = JavaCommand.ofModule(new Checkout(folder), "some module")
                .withConfiguration(folder.resolve("conf"))
                .maximumHeap("64m")
                .property("key", "value")
                .run(arguments, "Main", "one", "two");
        assertThat(command).containsSubsequence("-Xmx64m", "-Dkey=value", "@" + arguments, "Main", "one", "two");
        assertThat(arguments)
                .hasContent("-cp\n\""
                        + String.join(
                                File.pathSeparator,
                                folder.resolve("conf").toString(),
                                folder.resolve("some module/target/classes").toString(),
                                "/repository/a.jar:/repository/b.jar")
                        + "\"\n");
    }

    @Test
    void javaUnderstandsTheArgumentFile() throws Exception {
        buildModule("some module");
        List<String> command = JavaCommand.ofModule(new Checkout(folder), "some module")
                .run(folder.resolve("java.arguments"), "no.such.Main");
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).contains("ClassNotFoundException: no.such.Main");
        assertThat(java.waitFor()).isEqualTo(1);
    }

    @Test
    void moduleThatIsNotBuiltIsNamed() {
        assertThatThrownBy(() -> JavaCommand.ofModule(new Checkout(folder), "local/spark"))
                .isInstanceOf(CommandException.class)
                .hasMessage(folder.resolve("local/spark/target/classpath.txt")
                        + " cannot be read; build it: scripts/build --local");
    }

    private void buildModule(String name) throws IOException {
        Path target = folder.resolve(name).resolve("target");
        Files.createDirectories(target.resolve("classes"));
        Files.writeString(target.resolve("classpath.txt"), "/repository/a.jar:/repository/b.jar\n");
    }
}
