package io.streamlab.local.common;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the services are, by an environment with the variables of the AWS SDKs and of Hive. */
public final class Endpoints {
    /** The variable that names the Hive metastore. */
    public static final String METASTORE = "HIVE_METASTORE_URIS";

    /** The region that the stand-in pretends to be in. */
    public static final String REGION = "us-east-1";

    /** The stand-in's access key, and its secret key: no server checks them, but SDKs want them. */
    public static final String ACCESS_KEY = "local";

    /** What the stand-in's servers have in common. The AWS CLI reads AWS_DEFAULT_REGION, the SDKs for Java AWS_REGION. */
    public static final Map<String, String> CREDENTIALS_AND_REGION = Map.of(
            "AWS_ACCESS_KEY_ID", ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY", ACCESS_KEY,
            "AWS_REGION", REGION,
            "AWS_DEFAULT_REGION", REGION);

    private static final String ALL_SERVICES = "AWS_ENDPOINT_URL";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final Map<String, String> environment;

    public Endpoints(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Returns the endpoint of a service, whether anything listens there or not.
     *
     * @throws CommandException if no variable names an endpoint
     */
    public URI of(AwsService service) {
        String variable = variable(service)
                .orElseThrow(() -> new CommandException(service.endpointVariable()
                        + " is not set: put the endpoint there, or one for all services into " + ALL_SERVICES));
        return parse(variable, environment.get(variable));
    }

    /** Returns whether the environment names an endpoint for the service: its own or the one for all services. */
    public boolean has(AwsService service) {
        return variable(service).isPresent();
    }

    /**
     * The endpoint of a service, at which something listens.
     *
     * @throws CommandException if no variable names an endpoint, or if nothing listens there
     */
    public URI require(AwsService service) {
        URI address = of(service);
        return requireListening(variable(service).orElseThrow(), address.toString());
    }

    /** Returns whether the service is reached at an endpoint for all services, which only an emulator has. */
    public boolean isShared(AwsService service) {
        return variable(service).filter(ALL_SERVICES::equals).isPresent();
    }

    /**
     * The Hive metastore, at which something listens; empty when the environment names none.
     *
     * @throws CommandException if nothing listens there
     */
    public Optional<URI> metastore() {
        return isSet(METASTORE)
                ? Optional.of(requireListening(METASTORE, environment.get(METASTORE)))
                : Optional.empty();
    }

    /**
     * For each address of these services and of the metastore that the environment names and at which nothing listens any more,
     * a sentence that says so.
     */
    public List<String> silent(AwsService... asked) {
        List<String> sentences = new ArrayList<>();
        Stream<String> services = Arrays.stream(asked).map(this::variable).flatMap(Optional::stream);
        Stream.concat(services, Stream.of(METASTORE).filter(this::isSet))
                .distinct()
                .forEach(variable -> {
                    try {
                        requireListening(variable, environment.get(variable));
                    } catch (CommandException e) {
                        sentences.add(e.getMessage());
                    }
                });
        return List.copyOf(sentences);
    }

    /** Returns the region that requests are signed for. */
    public String region() {
        return environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", REGION));
    }

    private Optional<String> variable(AwsService service) {
        if (isSet(service.endpointVariable())) {
            return Optional.of(service.endpointVariable());
        }
        return isSet(ALL_SERVICES) ? Optional.of(ALL_SERVICES) : Optional.empty();
    }

    private boolean isSet(String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }

    private static URI requireListening(String variable, String value) {
        URI address = parse(variable, value);
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.getHost(), port(address)),
                    Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
            return address;
        } catch (IOException e) {
            throw new CommandException(
                    String.format("nothing answers at %s=%s (%s): is it running?", variable, value, e.getMessage()), e);
        }
    }

    private static URI parse(String variable, String value) {
        try {
            URI address = new URI(value);
            if (address.getHost() == null || port(address) < 0) {
                throw new URISyntaxException(value, "host or port is missing");
            }
            return address;
        } catch (URISyntaxException e) {
            throw new CommandException(
                    String.format(
                            "%s=%s is no address such as http://127.0.0.1:4566: %s", variable, value, e.getReason()),
                    e);
        }
    }

    private static int port(URI address) {
        if (address.getPort() > 0) {
            return address.getPort();
        }
        return switch (String.valueOf(address.getScheme())) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }
}
