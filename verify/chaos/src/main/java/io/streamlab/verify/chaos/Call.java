package io.streamlab.verify.chaos;

/**
 * A request that the job has made.
 *
 * @param service whom it asked
 * @param method of HTTP
 * @param path as it was sent, without the query
 */
record Call(Service service, String method, String path) {}
