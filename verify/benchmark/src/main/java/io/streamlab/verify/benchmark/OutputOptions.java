package io.streamlab.verify.benchmark;

import io.streamlab.local.common.Checkout;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a benchmark leaves its figures and plots. */
public final class OutputOptions {
    @Option(names = "--report", description = "write the figures to this file, as JSON")
    private Path report;

    @Option(names = "--plots", description = "put plots into this folder; default .local/benchmarks of the checkout")
    private Path plots;

    /** Does nothing when no file was asked for. */
    public void write(Report figures) {
        if (report != null) {
            figures.write(report);
        }
    }

    /** @param name of the plot, such as {@code upsert.svg} */
    public Path plot(Checkout checkout, String name) {
        return (plots != null ? plots : checkout.root().resolve(".local/benchmarks")).resolve(name);
    }
}
