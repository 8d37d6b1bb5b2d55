package io.streamlab.local.commands.query;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements to answer, and where the results go.
 *
 * @param database of the tables that are named without one
 * @param files for each statement the file of its result; none: all results go to the standard output
 */
record QueryRequest(OutputFormat format, String database, List<Path> files, List<String> statements) {
    private static final int FIRST_FILE = 3;

    QueryRequest {
        files = List.copyOf(files);
        statements = List.copyOf(statements);
    }

    /** For the process that answers: the format, the database, the number of files, the files, the statements. */
    List<String> toArguments() {
        List<String> arguments = new ArrayList<>(List.of(format.name(), database, Integer.toString(files.size())));
        files.forEach(file -> arguments.add(file.toAbsolutePath().toString()));
        arguments.addAll(statements);
        return arguments;
    }

    /** Returns the reverse of {@link #toArguments}. */
    static QueryRequest of(List<String> arguments) {
        int firstStatement = FIRST_FILE + Integer.parseInt(arguments.get(FIRST_FILE - 1));
        return new QueryRequest(
                OutputFormat.valueOf(arguments.get(0)),
                arguments.get(1),
                arguments.subList(FIRST_FILE, firstStatement).stream()
                        .map(Path::of)
                        .toList(),
                arguments.subList(firstStatement, arguments.size()));
    }

    ResultWriter writer() {
        return new ResultWriter(format, files, System.out, format == OutputFormat.TABLE ? System.out : System.err);
    }
}
