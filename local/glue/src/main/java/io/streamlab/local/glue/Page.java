package io.streamlab.local.glue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * One page of a sorted list.
 *
 * @param items what the page holds
 * @param nextToken where the next page starts, opaque to clients; null on the last page
 */
record Page<T>(List<T> items, String nextToken) {

    /** The service's limit of MaxResults for most operations, and what it takes when none is given. */
    static final int MAX_RESULTS = 100;

    /**
     * Cuts a page out of {@code all}.
     *
     * @param token the previous page's, or null for the first page
     * @param maxResults 1 to {@link #MAX_RESULTS}, or null for as many as the service allows
     * @throws GlueException InvalidInputException, if the token or the number is not valid
     */
    static <T> Page<T> of(List<T> all, String token, Integer maxResults) {
        return of(all, token, maxResults, MAX_RESULTS);
    }

    /** @param limit the service's limit of MaxResults for the operation */
    static <T> Page<T> of(List<T> all, String token, Integer maxResults, int limit) {
        int size = maxResults == null ? limit : maxResults;
        if (size < 1 || size > limit) {
            throw GlueException.invalidInput("MaxResults is " + size + "; it must be between 1 and " + limit + ".");
        }
        int from = token == null ? 0 : decode(token);
        if (from > all.size()) {
            throw GlueException.invalidInput("NextToken " + token + " is not valid.");
        }
        int to = Math.min(from + size, all.size());
        return new Page<>(List.copyOf(all.subList(from, to)), to < all.size() ? encode(to) : null);
    }

    private static String encode(int position) {
        byte[] digits = Integer.toString(position).getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().encodeToString(digits);
    }

    private static int decode(String token) {
        try {
            byte[] digits = Base64.getDecoder().decode(token);
            return Integer.parseUnsignedInt(new String(digits, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw GlueException.invalidInput("NextToken " + token + " is not valid.");
        }
    }
}
