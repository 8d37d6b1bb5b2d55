package io.streamlab.local.stack;

import java.util.List;

/**
 * Something that is done as soon as some of the servers are ready.
 *
 * @param what for messages, for example "the example's resources"
 * @param needs the servers it works with
 * @param action throws whatever goes wrong
 */
record Preparation(String what, List<Server> needs, Runnable action) {}
