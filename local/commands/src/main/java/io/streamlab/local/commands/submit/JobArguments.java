package io.streamlab.local.commands.submit;

import io.streamlab.local.common.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The job's arguments: the user's, and what they leave out that the stand-in knows. */
final class JobArguments {
    private static final String HUDI_OPTIONS = "--hudi_options";
    private static final String EXTRA_JARS = "--extra-jars";
    private static final String METASTORE_SYNC = "hoodie.datasource.hive_sync.enable";
    private static final String OTHER_SYNC = "hoodie.datasource.meta.sync.enable";
    private static final String SYNC_TOOL = "hoodie.meta.sync.client.tool.class";
    private static final String GLUE_SYNC_TOOL = "org.apache.hudi.aws.sync.AwsGlueCatalogSyncTool";

    /** Of {@code scripts/submit-local}, as {@link #UI}. */
    private static final String CLUSTER = "--cluster";

    private static final String UI = "--ui";

    private static final String METRICS = "--cloudwatch_metrics";

    /** The options without a default of their own, since on AWS a bucket's name belongs to somebody. */
    private static final Map<String, String> STAND_IN_PATHS = new TreeMap<>(Map.of(
            "--target_path", "s3://streamlab/output/hudi_table",
            "--checkpoint_path", "s3://streamlab/checkpoint",
            "--rejected_path", "s3://streamlab/rejected"));

    private JobArguments() {}

    /** Returns the arguments and, for the paths that they do not give, those in the stand-in's bucket. */
    static List<String> withStandInPaths(List<String> given) {
        List<String> arguments = new ArrayList<>(given);
        STAND_IN_PATHS.forEach((option, path) -> {
            if (given.stream().noneMatch(argument -> isOption(argument, option))) {
                arguments.add(option);
                arguments.add(path);
            }
        });
        return arguments;
    }

    /** Returns the arguments with the metrics switched off, unless they say something of them themselves. */
    static List<String> withoutMetrics(List<String> given) {
        if (given.stream().anyMatch(argument -> isOption(argument, METRICS))) {
            return given;
        }
        List<String> arguments = new ArrayList<>(given);
        arguments.addAll(List.of(METRICS, "false"));
        return arguments;
    }

    /** Returns the arguments with the table's registration in a catalog switched off, unless they say something of it themselves. */
    static List<String> withoutCatalogSync(List<String> given) {
        return saysHowToSync(given) ? given : withHudiOptions(given, METASTORE_SYNC + "=false");
    }

    /**
     * The arguments with the table's registration in the Glue Data Catalog by its own interface, rather than by that of a
     * Hive metastore, unless they say something of it themselves.
     */
    static List<String> withGlueSync(List<String> given) {
        return saysHowToSync(given)
                ? given
                : withHudiOptions(
                        given, METASTORE_SYNC + "=false," + OTHER_SYNC + "=true," + SYNC_TOOL + "=" + GLUE_SYNC_TOOL);
    }

    private static boolean saysHowToSync(List<String> given) {
        return given.stream()
                .anyMatch(argument -> argument.contains(METASTORE_SYNC)
                        || argument.contains(OTHER_SYNC)
                        || argument.contains(SYNC_TOOL));
    }

    /** @param options of Hudi, as in {@code a=b,c=d}, to be added to those that are given */
    private static List<String> withHudiOptions(List<String> given, String options) {
        List<String> arguments = new ArrayList<>(given);
        for (int i = 0; i < arguments.size(); i++) {
            if (isOption(arguments.get(i), HUDI_OPTIONS)) {
                // Behind --hudi_options=... or behind the value that follows --hudi_options.
                int last = arguments.get(i).equals(HUDI_OPTIONS) ? i + 1 : i;
                if (last < arguments.size()) {
                    arguments.set(last, arguments.get(last) + "," + options);
                }
                return arguments;
            }
        }
        arguments.add(HUDI_OPTIONS);
        arguments.add(options);
        return arguments;
    }

    /**
     * Returns the jars of Glue's own argument {@code --extra-jars}, which the job leaves alone: files, separated by commas.
     *
     * @throws CommandException if one is not there
     */
    static List<String> extraJars(List<String> given) {
        List<String> jars = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String argument = given.get(i);
            if (argument.equals(EXTRA_JARS) && i + 1 < given.size()) {
                jars.addAll(List.of(given.get(i + 1).split(",")));
            } else if (argument.startsWith(EXTRA_JARS + "=")) {
                jars.addAll(List.of(argument.substring(EXTRA_JARS.length() + 1).split(",")));
            }
        }
        for (String jar : jars) {
            if (!Files.isRegularFile(Path.of(jar))) {
                throw new CommandException(EXTRA_JARS + " names " + jar + ", which is no file");
            }
        }
        return jars;
    }

    /** Returns the number of workers that the arguments ask for, as they have it. */
    static Optional<String> cluster(List<String> given) {
        for (int i = 0; i < given.size(); i++) {
            String argument = given.get(i);
            if (argument.equals(CLUSTER)) {
                return Optional.of(i + 1 < given.size() ? given.get(i + 1) : "");
            }
            if (argument.startsWith(CLUSTER + "=")) {
                return Optional.of(argument.substring(CLUSTER.length() + 1));
            }
        }
        return Optional.empty();
    }

    /** Returns whether the arguments ask for Spark's own pages. */
    static boolean wantUi(List<String> given) {
        return given.contains(UI);
    }

    /** Returns the arguments that are the job's own. */
    static List<String> ofTheJob(List<String> given) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i).equals(CLUSTER)) {
                i++;
            } else if (!isOption(given.get(i), CLUSTER) && !given.get(i).equals(UI)) {
                arguments.add(given.get(i));
            }
        }
        return arguments;
    }

    private static boolean isOption(String argument, String option) {
        return argument.equals(option) || argument.startsWith(option + "=");
    }
}
