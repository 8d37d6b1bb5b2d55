package io.streamlab.local.glue;

import java.io.IOException;

/** Runs the catalog as a process of its own. Its one argument is the port. */
public final class GlueCatalogMain {

    private GlueCatalogMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("one argument is needed, the port; got " + arguments.length);
        }
        GlueCatalogHttpServer catalog = GlueCatalogHttpServer.start(Integer.parseInt(arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(catalog::close));
        System.out.println("Serving the Glue Data Catalog on port " + catalog.port());
    }
}
