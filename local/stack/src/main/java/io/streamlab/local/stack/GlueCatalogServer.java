package io.streamlab.local.stack;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.Checkout;
import java.util.Map;

/** The AWS Glue Data Catalog: the small server of the module {@code local/glue}. */
final class GlueCatalogServer extends JavaServer {
    private static final String NAME = "glue";

    GlueCatalogServer(Checkout checkout, StackDirectory directory, Ports ports) {
        super(NAME, address("http", NAME, ports), checkout, directory);
    }

    @Override
    public ServerCommand command() {
        return run(
                java("local/glue", "48m").temporaryFiles(data()),
                Map.of(),
                "io.streamlab.local.glue.GlueCatalogMain",
                port());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(AwsService.GLUE.endpointVariable(), address().toString());
    }
}
