package io.streamlab.local.stack;

import io.streamlab.local.glue.GlueCatalogMain;
import java.net.URI;
import java.util.Map;

/** The AWS Glue Data Catalog: this module's own small implementation. */
final class GlueCatalogServer implements Server {

    private static final String NAME = "glue";
    private static final String MODULE = "stack";

    private final LocalProject project;
    private final StackDirectory directory;
    private final URI address;

    GlueCatalogServer(LocalProject project, StackDirectory directory, Ports ports) {
        this.project = project;
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
                JavaCommand.ofModule(project, MODULE)
                        .maximumHeap("48m")
                        .temporaryFiles(directory.data(NAME))
                        .run(
                                directory.configuration(NAME).resolve("java.arguments"),
                                GlueCatalogMain.class.getName(),
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
