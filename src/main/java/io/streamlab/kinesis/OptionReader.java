package io.streamlab.kinesis;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Reads options into types and collects what is wrong, so that one message can name everything. */
final class OptionReader {

    /** Farther apart, AWS accepts no call: a signature is valid for five minutes. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private final Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<String> known = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    OptionReader(Map<String, String> given) {
        this.given.putAll(given);
    }

    boolean has(String option) {
        return given.containsKey(option);
    }

    /** Returns the value as it was given, null without one. */
    String given(String option) {
        return given.get(option);
    }

    void problem(String option, String value, String rule) {
        problems.add(option + (value == null ? " is not given" : " = " + value) + ": " + rule);
    }

    Optional<String> matching(String option, Pattern pattern, String rule) {
        Optional<String> value = take(option);
        if (value.isPresent() && !pattern.matcher(value.get()).matches()) {
            problem(option, value.get(), "must be " + rule);
            return Optional.empty();
        }
        return value;
    }

    <E extends Enum<E>> E choice(String option, Class<E> type, E defaultValue) {
        Optional<String> value = take(option);
        if (!value.isPresent()) {
            return defaultValue;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value.get())) {
                return constant;
            }
        }
        problem(option, value.get(), "must be one of " + Arrays.toString(type.getEnumConstants()));
        return defaultValue;
    }

    int positiveInteger(String option, int defaultValue) {
        return (int) positive(option, defaultValue, Integer.MAX_VALUE);
    }

    long positiveLong(String option, long defaultValue) {
        return positive(option, defaultValue, Long.MAX_VALUE);
    }

    private long positive(String option, long defaultValue, long largest) {
        Optional<String> value = take(option);
        if (!value.isPresent()) {
            return defaultValue;
        }
        try {
            long parsed = Long.parseLong(value.get());
            if (parsed > 0 && parsed <= largest) {
                return parsed;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, together with the numbers out of range.
        }
        problem(option, value.get(), "must be a whole number from 1 to " + largest);
        return defaultValue;
    }

    boolean flag(String option, boolean defaultValue) {
        Optional<String> value = take(option);
        if (!value.isPresent()) {
            return defaultValue;
        }
        boolean parsed = value.get().equalsIgnoreCase("true");
        if (!parsed && !value.get().equalsIgnoreCase("false")) {
            problem(option, value.get(), "must be true or false");
        }
        return parsed;
    }

    /** Reads a past time. A time that lies {@link #CLOCK_DIFFERENCE} ahead may be past for AWS. */
    Optional<Instant> instant(String option) {
        Optional<String> value = take(option);
        if (!value.isPresent()) {
            return Optional.empty();
        }
        try {
            Instant parsed = OffsetDateTime.parse(value.get()).toInstant();
            if (!parsed.isAfter(Instant.now().plus(CLOCK_DIFFERENCE))) {
                return Optional.of(parsed);
            }
        } catch (DateTimeException notATime) {
            // Reported below, together with the times to come.
        }
        problem(option, value.get(), "must be a past time as 2026-01-31T08:00:00Z or 2026-01-31T08:00:00+01:00");
        return Optional.empty();
    }

    Optional<URI> httpUrl(String option) {
        Optional<String> value = take(option);
        if (!value.isPresent()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(value.get());
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException notAUrl) {
            // Reported below, together with the URLs of other schemes.
        }
        problem(option, value.get(), "must be an http or https URL");
        return Optional.empty();
    }

    /** Returns the region that the AWS SDK finds in the environment, the profile or the instance. */
    String awsDefaultRegion(String option) {
        try {
            return new DefaultAwsRegionProviderChain().getRegion().id();
        } catch (SdkClientException noneFound) {
            problem(option, null, "the AWS SDK finds no region either: " + noneFound.getMessage());
            return "";
        }
    }

    /** @throws IllegalArgumentException if any option was wrong or is unknown */
    void finish() {
        for (Map.Entry<String, String> option : given.entrySet()) {
            if (known.stream().noneMatch(option.getKey()::equalsIgnoreCase)) {
                problem(option.getKey(), option.getValue(), "unknown option; the known ones are " + known);
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("The options of " + KinesisSourceOptions.SHORT_NAME + " are wrong:\n  "
                    + String.join("\n  ", problems));
        }
    }

    private Optional<String> take(String option) {
        known.add(option);
        return Optional.ofNullable(given.get(option)).map(String::trim);
    }
}
