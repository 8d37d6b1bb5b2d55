package io.streamlab.local.commands.query;

import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code aws} command of the machine. */
final class InstalledAwsCli implements AwsCli {
    private static final String PROGRAM = "aws";

    @Override
    public String run(List<String> arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(arguments);
        try {
            Path errors = Files.createTempFile("aws-", ".txt");
            try {
                Process process = start(command, errors);
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new CommandException(Files.readString(errors).strip());
                }
                return output;
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot talk to the AWS CLI", e);
        }
    }

    private static Process start(List<String> command, Path errors) {
        try {
            return new ProcessBuilder(command).redirectError(errors.toFile()).start();
        } catch (IOException e) {
            throw new CommandException(
                    "a query on AWS needs the AWS CLI (https://aws.amazon.com/cli/), which is not on the PATH; "
                            + "the local stand-in is queried with --local",
                    e);
        }
    }
}
