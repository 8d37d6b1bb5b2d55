package io.streamlab.local.stack;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Endpoints;
import java.net.URI;
import java.util.Map;

/** The AWS Glue Data Catalog: the small server of local/glue. */
final class GlueCatalogServer implements Server {

    private static final String NAME = "glue";
    private static final String MODULE = "local/glue";

    private final Checkout checkout;
    private final StackDirectory directory;
    private final URI address;

    GlueCatalogServer(Checkout checkout, StackDirectory directory, Ports ports) {
        this.checkout = checkout;
        this.directory = directory;
        this.address = URI.create("http://127.0.0.1:" + ports.of(NAME));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public ServerCommand command() {
        return new ServerCommand(
                JavaCommand.ofModule(checkout, MODULE)
                        .maximumHeap("48m")
                        .temporaryFiles(directory.data(NAME))
                        .run(
                                directory.configuration(NAME).resolve("java.arguments"),
                                "io.streamlab.local.glue.GlueCatalogMain",
                                Integer.toString(address.getPort())),
                directory.data(NAME),
                Map.of());
    }

    @Override
    public boolean isReady() {
        return Readiness.answersHttp(address);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(Endpoints.GLUE, address.toString());
    }
}
