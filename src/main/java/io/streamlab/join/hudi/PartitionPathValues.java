package io.streamlab.join.hudi;

import static java.util.stream.Collectors.toList;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hudi.sync.common.model.PartitionValueExtractor;

/**
 * Reads the values of a partition from its path for Hudi's catalog sync, such as {@code country=A%2FB/orderdate_day=2026-01-31}.
 *
 * <p>Where the sync uses the metastore's protocol, Hudi's own extractor leaves the values encoded, and a query for them finds
 * nothing. Every version of Hudi makes the object by the name of its class.
 */
public final class PartitionPathValues implements PartitionValueExtractor {
    private static final long serialVersionUID = 1L;

    /** Hudi encodes ASCII characters only, as Hive does. */
    private static final Pattern ENCODED = Pattern.compile("%(\\p{XDigit}{2})");

    @Override
    public List<String> extractPartitionValuesInPath(String partitionPath) {
        return partitionPath.isEmpty()
                ? Collections.emptyList()
                : Arrays.stream(partitionPath.split("/"))
                        .map(folder -> decode(folder.substring(folder.indexOf('=') + 1)))
                        .collect(toList());
    }

    private static String decode(String value) {
        Matcher encoded = ENCODED.matcher(value);
        StringBuffer decoded = new StringBuffer();
        while (encoded.find()) {
            char character = (char) Integer.parseInt(encoded.group(1), 16);
            encoded.appendReplacement(decoded, Matcher.quoteReplacement(String.valueOf(character)));
        }
        return encoded.appendTail(decoded).toString();
    }
}
