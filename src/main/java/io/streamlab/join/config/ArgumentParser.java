package io.streamlab.join.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Splits Glue style arguments, {@code --key value} or {@code --key=value}, into texts by key. */
final class ArgumentParser {
    /**
     * Arguments that Glue reads itself and also passes on to the job: "Using job parameters in AWS Glue jobs" and
     * "Logging for AWS Glue jobs" in the Glue developer guide, with those that it calls internal; what Glue's console adds
     * to a job (job-insights-byo-rules); and JOB_ID, one of the four with which Glue starts a run. The job reads two of the others:
     * JOB_NAME and JOB_RUN_ID. Glue adds others over time, so in a run of Glue an unknown key does not fail the run if it is written
     * as Glue writes keys.
     */
    private static final Set<String> RESERVED_BY_GLUE = Collections.unmodifiableSet(new HashSet<>(Arrays.asList(
            "JOB_ID",
            "SECURITY_CONFIGURATION",
            "TempDir",
            "RedshiftTempDir",
            "additional-python-modules",
            "auto-scale-within-microbatch",
            "class",
            "conf",
            "continuous-log-conversionPattern",
            "continuous-log-logGroup",
            "continuous-log-logStreamPrefix",
            "custom-logGroup-prefix",
            "custom-logStream-prefix",
            "customer-driver-env-vars",
            "customer-executor-env-vars",
            "datalake-formats",
            "debug",
            "disable-proxy-v2",
            "enable-auto-scaling",
            "enable-continuous-cloudwatch-log",
            "enable-continuous-log-filter",
            "enable-glue-datacatalog",
            "enable-job-insights",
            "enable-lakeformation-fine-grained-access",
            "enable-metrics",
            "enable-observability-metrics",
            "enable-rename-algorithm-v2",
            "enable-s3-parquet-optimized-committer",
            "enable-spark-ui",
            "encryption-type",
            "endpoint",
            "executor-cores",
            "extra-files",
            "extra-jars",
            "extra-py-files",
            "job-bookmark-from",
            "job-bookmark-option",
            "job-bookmark-to",
            "job-insights-byo-rules",
            "job-language",
            "mode",
            "python-modules-installer-option",
            "scriptLocation",
            "spark-event-logs-path",
            "use-postgres-driver",
            "user-jars-first",
            "worker-termination-delay-s",
            "write-shuffle-files-to-s3",
            "write-shuffle-spills-to-s3")));

    private static final Logger LOG = LoggerFactory.getLogger(ArgumentParser.class);

    /** Of the arguments that Glue gives to each run. */
    private static final String RUN_OF_GLUE = "--JOB_RUN_ID";

    /** How the job's own options are written. Those of Glue have hyphens or capitals. */
    private static final Pattern OWN = Pattern.compile("[a-z0-9_]+");

    /** So many letters of another option make a typing error. */
    private static final int MOST_WRONG_LETTERS = 2;

    private final List<JobOption<?>> options;

    ArgumentParser(List<JobOption<?>> options) {
        this.options = options;
    }

    /** @param problems gets a sentence for each argument that is wrong */
    Map<String, String> parse(String[] arguments, List<String> problems) {
        Map<String, String> texts = new HashMap<>();
        boolean isStartedByGlue = Arrays.stream(arguments)
                .anyMatch(argument -> argument.equals(RUN_OF_GLUE) || argument.startsWith(RUN_OF_GLUE + "="));
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (!argument.startsWith("--")) {
                problems.add("'" + argument + "' is no --key: a --key and its value were expected here");
                continue;
            }
            int equals = argument.indexOf('=');
            boolean valueFollows = equals < 0 && i + 1 < arguments.length && !arguments[i + 1].startsWith("--");
            String key = argument.substring(2, equals < 0 ? argument.length() : equals);
            String text = valueFollows ? arguments[++i] : equals < 0 ? null : argument.substring(equals + 1);
            if (RESERVED_BY_GLUE.contains(key)) {
                continue;
            }
            if (options.stream().noneMatch(option -> option.key().equals(key))) {
                if (isStartedByGlue && isOfGlue(key)) {
                    LOG.warn("--{} is no option of this job, and is taken for one of AWS Glue", key);
                    continue;
                }
                problems.add("--" + key + " is not an option of this job; the nearest is --" + nearestTo(key));
            } else if (text == null) {
                problems.add("--" + key + " has no value");
            } else if (texts.put(key, text) != null) {
                problems.add("--" + key + " is given more than once");
            }
        }
        return texts;
    }

    /** Returns whether Glue may have added the key: it is written as Glue writes keys, and is no option with a typing error. */
    private boolean isOfGlue(String key) {
        String asOption = key.toLowerCase(Locale.ROOT).replace('-', '_');
        return !OWN.matcher(key).matches()
                && options.stream()
                        .map(option -> option.key().toLowerCase(Locale.ROOT))
                        .noneMatch(known ->
                                LevenshteinDistance.getDefaultInstance().apply(asOption, known) <= MOST_WRONG_LETTERS);
    }

    /** Returns the option that begins with the key, else the one with the fewest differing letters for its length. */
    private String nearestTo(String key) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return options.stream()
                .map(JobOption::key)
                .min(Comparator.comparing((String known) -> !known.startsWith(key))
                        .thenComparing(
                                known -> distance.apply(key, known) / (double) Math.max(key.length(), known.length())))
                .orElseThrow(IllegalStateException::new);
    }
}
