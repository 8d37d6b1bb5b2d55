package io.streamlab.local.commands.query;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Endpoints;
import io.streamlab.local.spark.SparkClasspath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers SQL by Athena, or by Spark or Trino over the local catalog. */
@Command(
        name = "query",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Answers SQL: by Athena on AWS, or by Spark or Trino over the catalog of the local stand-in.%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every statement has been answered", "1:one has not", "2:wrong arguments"})
public final class Query implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--local", description = "ask Spark over the metastore of HIVE_METASTORE_URIS, not Athena")
    private boolean local;

    @Option(
            names = "--engine",
            paramLabel = "E",
            defaultValue = "spark",
            description = "with --local: spark or trino (default: ${DEFAULT-VALUE})")
    private Engine engine;

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "table",
            description = "table, json (an object per row and line) or csv (default: ${DEFAULT-VALUE})")
    private OutputFormat format;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "write the result to this file; given once for each statement, or not at all")
    private List<Path> files = List.of();

    @Option(
            names = "--workgroup",
            paramLabel = "W",
            defaultValue = "primary",
            description = "Athena's workgroup, which has to say where results go (default: ${DEFAULT-VALUE})")
    private String workgroup;

    @Option(
            names = "--database",
            paramLabel = "D",
            defaultValue = "my_kinesis_db",
            description = "the database of tables without one in their name (default: ${DEFAULT-VALUE})")
    private String database;

    @Option(
            names = "--table",
            paramLabel = "T",
            defaultValue = "hudi_table",
            description = "the table that the example's query is about (default: ${DEFAULT-VALUE})")
    private String table;

    @Option(names = "--archives", paramLabel = "FOLDER", hidden = true, required = true)
    private Path archives;

    @Option(names = "--trino-folder", hidden = true)
    private Path trinoFolder;

    @Option(names = "--trino-java", hidden = true)
    private Path trinoJava;

    @Parameters(
            arity = "0..*",
            paramLabel = "SQL",
            description = "one or several statements; without one it is the example's query")
    private List<String> statements = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    Query(Map<String, String> environment) {
        this.environment = environment;
    }

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Query(System.getenv()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                // The script's defaults stand before what the user gives.
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> asked = statements.isEmpty() ? List.of(exampleQuery()) : statements;
        if (!files.isEmpty() && files.size() != asked.size()) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.format("--output is given %d times for %d statements", files.size(), asked.size()));
        }
        QueryRequest request = new QueryRequest(format, database, files, asked);
        try {
            if (!local) {
                return askAthena(request);
            }
            return engine == Engine.SPARK ? askSpark(request) : askTrino(request);
        } catch (CommandException e) {
            System.err.println("query: " + e.getMessage());
            return 1;
        }
    }

    /** That of the published example. */
    private String exampleQuery() {
        return "select shipdate, unitssold, impressiontime, code, combinedname from " + table
                + " where combinedname is not null limit 10";
    }

    private int askSpark(QueryRequest request) throws IOException, InterruptedException {
        return LocalQueryCommand.of(request, SparkClasspath.ofThisProcess(), environment)
                .run(archives, System.err);
    }

    private int askTrino(QueryRequest request) throws IOException, InterruptedException {
        new TrinoQuery(trinoFolder, trinoJava, environment).answer(request);
        return 0;
    }

    private int askAthena(QueryRequest request) throws IOException, InterruptedException {
        refuseStandIn();
        AthenaQuery athena = new AthenaQuery(new InstalledAwsCli(), AthenaQuery.SLEEP, workgroup, database);
        ResultWriter writer = request.writer();
        for (String statement : request.statements()) {
            System.err.println("query: running on Athena");
            writer.write(athena.run(statement));
        }
        return 0;
    }

    /** The stand-in's credentials are no good on AWS, and Athena would say so in words that lead astray. */
    private void refuseStandIn() {
        Endpoints endpoints = new Endpoints(environment);
        if (endpoints.has(AwsService.S3) && !endpoints.has(AwsService.ATHENA)) {
            throw new CommandException(
                    "the environment names a local S3 but no Athena: query the local catalog with --local, "
                            + "or unset " + AwsService.S3.endpointVariable());
        }
    }
}
