package io.streamlab.verify.benchmark.upsert;

import io.streamlab.local.common.Checkout;
import io.streamlab.verify.benchmark.ArmsProcess;
import io.streamlab.verify.benchmark.DynamoDbLocal;
import io.streamlab.verify.benchmark.Orders;
import io.streamlab.verify.benchmark.ReferenceItems;
import io.streamlab.verify.benchmark.WorkFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs the programs of this package with the server they need.
 *
 * @param arms the process that it runs in
 */
record UpsertRun(Checkout checkout, ArmsProcess arms) {

    /** @param hudiBundle instead of that of the local stand-in */
    static UpsertRun of(Checkout checkout, Optional<Path> hudiBundle) {
        return new UpsertRun(checkout, new ArmsProcess(checkout, hudiBundle, System.err));
    }

    List<Result> measure(Settings settings) throws InterruptedException {
        return measure(UpsertProgram.class, settings, Result.class, result -> describe(result, settings));
    }

    /**
     * @param program reads the settings, and finds the server in its environment
     * @param type of its results
     * @param describe a result in a line
     */
    <R> List<R> measure(Class<?> program, Settings settings, Class<R> type, Function<R, String> describe)
            throws InterruptedException {
        try (WorkFolder folder = WorkFolder.create("upsert");
                DynamoDbLocal dynamoDb = DynamoDbLocal.start(checkout, folder.path("dynamodb.log"))) {
            ReferenceItems.create(dynamoDb.environment(), Orders.REFERENCE_TABLE, Orders.REFERENCE);
            return arms.run(program, settings, dynamoDb.environment(), folder, type, describe);
        }
    }

    private static String describe(Result result, Settings settings) {
        String what = result.verdict() != null
                ? result.verdict().text()
                : String.format(Locale.ROOT, "%s %.2f s", batch(result.round(), settings), result.seconds());
        return "  " + result.workload() + ", " + result.arm().title() + ": " + what;
    }

    private static String batch(int round, Settings settings) {
        return switch (round) {
            case Result.PRELOAD -> "first " + settings.rows() + " rows";
            case 0 -> "warm-up";
            default -> "batch " + round + " of " + settings.rounds();
        };
    }
}
