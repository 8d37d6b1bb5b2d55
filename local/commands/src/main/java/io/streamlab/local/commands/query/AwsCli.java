package io.streamlab.local.commands.query;

import java.util.List;

/** The AWS CLI. */
interface AwsCli {
    /**
     * Runs a command of the CLI.
     *
     * @param arguments behind {@code aws}
     * @return what it has printed
     * @throws io.streamlab.local.spark.CommandException if it is not installed or the command fails; with the CLI's own last words
     */
    String run(List<String> arguments) throws InterruptedException;
}
