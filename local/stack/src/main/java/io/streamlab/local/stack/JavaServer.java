package io.streamlab.local.stack;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Readiness;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server that runs on Java, with the classpath of one module, and listens on a port of its own. */
abstract class JavaServer implements Server {
    private final String name;
    private final URI address;
    private final Checkout checkout;
    private final StackDirectory directory;

    JavaServer(String name, URI address, Checkout checkout, StackDirectory directory) {
        this.name = name;
        this.address = address;
        this.checkout = checkout;
        this.directory = directory;
    }

    /** Returns the address on this machine at which a server of that name listens. */
    static URI address(String scheme, String name, Ports ports) {
        return URI.create(scheme + "://127.0.0.1:" + ports.of(name));
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final URI address() {
        return address;
    }

    /** Answers to HTTP; other servers say otherwise. */
    @Override
    public boolean isReady() {
        return Readiness.answersHttp(address);
    }

    final String port() {
        return Integer.toString(address.getPort());
    }

    /** Returns the folder for the configuration files that {@link #command} writes. */
    final Path configuration() {
        return directory.configuration(name);
    }

    /** Returns the server's working directory. */
    final Path data() {
        return directory.data(name);
    }

    final Path log() {
        return directory.log(name);
    }

    final Path checkoutFile(String path) {
        return checkout.root().resolve(path);
    }

    /** Returns a command line with the classpath of a module, such as {@code local/spark}. */
    final JavaCommand java(String module, String maximumHeap) {
        return JavaCommand.ofModule(checkout, module).maximumHeap(maximumHeap);
    }

    /** Returns the command of a main class, started in {@link #data}. */
    final ServerCommand run(JavaCommand java, Map<String, String> environment, String mainClass, String... arguments) {
        List<String> words = java.run(configuration().resolve("java.arguments"), mainClass, arguments);
        return new ServerCommand(words, data(), environment);
    }
}
