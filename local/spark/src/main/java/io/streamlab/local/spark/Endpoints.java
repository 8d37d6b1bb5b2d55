package io.streamlab.local.spark;

import io.streamlab.local.common.CommandException;
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

/** Where the services are, told by the environment in the variables of the AWS SDKs and of Hive. */
public final class Endpoints {
    private static final String ALL_SERVICES = "AWS_ENDPOINT_URL";
    private static final String METASTORE = "HIVE_METASTORE_URIS";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final Map<String, String> environment;

    public Endpoints(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Whether the environment names an endpoint for the service: its own or the one for all services. */
    public boolean has(AwsService service) {
        return variable(service).isPresent();
    }

    /**
     * The endpoint of a service, at which something listens.
     *
     * @throws CommandException if no variable names an endpoint, or if nothing listens there
     */
    public URI require(AwsService service) {
        String variable = variable(service)
                .orElseThrow(() -> new CommandException(service.endpointVariable()
                        + " is not set: put the endpoint there, or one for all services into " + ALL_SERVICES));
        return requireListening(variable, environment.get(variable));
    }

    /** Whether the service is reached at an endpoint for all services, which only an emulator has. */
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

    /** The region that requests are signed for. */
    public String region() {
        return environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", "us-east-1"));
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
