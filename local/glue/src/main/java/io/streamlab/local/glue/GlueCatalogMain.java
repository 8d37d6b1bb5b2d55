package io.streamlab.local.glue;

import java.io.IOException;

/**
 * Runs the catalog as a process of its own. Its first argument is the port, and a second one how many versions a table may have.
 */
public final class GlueCatalogMain {

    private GlueCatalogMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1 && arguments.length != 2) {
            throw new IllegalArgumentException(
                    "the port is needed, and maybe a number of versions; got " + arguments.length + " arguments");
        }
        int port = Integer.parseInt(arguments[0]);
        GlueCatalogHttpServer catalog = arguments.length == 1
                ? GlueCatalogHttpServer.start(port)
                : GlueCatalogHttpServer.start(port, Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(catalog::close));
        System.out.println("Serving the Glue Data Catalog on port " + catalog.port());
    }
}
