package io.streamlab.verify.chaos.faults;

/**
 * A request that the job has made.
 *
 * @param service whom it asked
 * @param method of HTTP
 * @param path as it was sent, without the query
 */
public record Call(Service service, String method, String path) {}
