package io.streamlab.local.example;

import io.streamlab.local.common.ProgressLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Puts sample orders on a stream. */
@Command(
        name = "generate-data",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Puts sample orders on a Kinesis stream: the fields and values of the published sample.",
            "",
            "Goes to AWS with your usual credentials and region, or to the endpoint that AWS_ENDPOINT_URL_KINESIS or "
                    + "AWS_ENDPOINT_URL names.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every record is on the stream",
            "1:a record could not be put, or the report could not be written",
            "2:wrong arguments"
        })
public final class GenerateData implements Callable<Integer> {
    private static final Duration RETRY_TIME = Duration.ofSeconds(60);

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            defaultValue = "my_stream",
            description = "the stream (default: ${DEFAULT-VALUE})")
    private String stream;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "500",
            description = "how many records to put; 0, which needs a rate: until Ctrl-C (default: ${DEFAULT-VALUE})")
    private long records;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "0",
            description = "records per second, such as 200 or 0.5; 0: as fast as the stream takes them "
                    + "(default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "a whole number; the same seed makes the same records (default: a new seed each time)")
    private Long chosenSeed;

    @Option(
            names = "--malformed",
            paramLabel = "P",
            defaultValue = "0",
            description = "percent of the records to break, each in one of nine ways (default: ${DEFAULT-VALUE})")
    private double malformedPercent;

    @Option(names = "--report", paramLabel = "FILE", description = "write the totals to this file, as JSON")
    private Path report;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    GenerateData(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    public static void main(String... arguments) {
        useJsonWithOneEndpointForAllServices(System.getenv());
        GenerateData command = new GenerateData(System.out, System.err, System.console() != null);
        System.exit(new CommandLine(command).execute(arguments));
    }

    @Override
    public Integer call() {
        checkArguments();
        long seed =
                chosenSeed != null ? chosenSeed : ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        try (KinesisClient kinesis = StreamClient.create()) {
            StreamWriter writer = new StreamWriter(kinesis, stream, rate, RETRY_TIME);
            return InterruptibleCommand.run(writer::stop, () -> generate(writer, seed));
        } catch (StreamClient.MissingSettingException e) {
            return fail(e.getMessage());
        }
    }

    private void checkArguments() {
        require(records >= 0, "--records %d: must not be negative", records);
        require(rate >= 0, "--rate %s: must not be negative", rate);
        require(records > 0 || rate > 0, "--records 0 goes on until Ctrl-C: it needs a --rate");
        require(
                malformedPercent >= 0 && malformedPercent <= 100,
                "--malformed %s: must lie between 0 and 100",
                malformedPercent);
    }

    private void require(boolean condition, String rule, Object... values) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), String.format(Locale.ROOT, rule, values));
        }
    }

    private int generate(StreamWriter writer, long seed) {
        Tally tally = new Tally();
        long start = System.nanoTime();
        int exitCode = put(writer, seed, tally);
        double seconds = (System.nanoTime() - start) / 1e9;
        GenerationReport outcome = new GenerationReport(stream, seed, tally.counts(), seconds);
        out.println(outcome.describe());
        return report == null ? exitCode : Math.max(exitCode, write(outcome));
    }

    private int put(StreamWriter writer, long seed, Tally tally) {
        OrderGenerator generator = new OrderGenerator(seed, malformedPercent);
        Iterator<GeneratedRecord> wanted = records == 0 ? generator : generator.take(records);
        try (ProgressLine progress = new ProgressLine(err, terminal, records, System::nanoTime)) {
            writer.write(wanted, accepted -> {
                tally.add(accepted);
                progress.update(tally.sent());
            });
            return 0;
        } catch (ResourceNotFoundException e) {
            return fail(String.format(
                    "there is no stream %s at %s: %s",
                    stream, endpoint(), e.awsErrorDetails().errorMessage()));
        } catch (SdkException e) {
            return fail(String.format("cannot put records on stream %s at %s: %s", stream, endpoint(), e.getMessage()));
        } catch (UndeliveredRecordsException e) {
            return fail(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted while waiting for the stream");
        }
    }

    private int write(GenerationReport outcome) {
        try {
            outcome.writeTo(report);
            return 0;
        } catch (IOException e) {
            return fail("cannot write the report " + report + ": " + e);
        }
    }

    private static String endpoint() {
        return StreamClient.describeEndpoint(System.getenv());
    }

    private int fail(String reason) {
        err.println("generate-data: " + reason);
        return 1;
    }

    /**
     * An endpoint that serves all of AWS is an emulator. JSON is understood by every one of them; CBOR, the client's default for Kinesis, fails on
     * moto.
     */
    private static void useJsonWithOneEndpointForAllServices(Map<String, String> environment) {
        if (environment.containsKey("AWS_ENDPOINT_URL") && !environment.containsKey("AWS_ENDPOINT_URL_KINESIS")) {
            System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");
        }
    }
}
