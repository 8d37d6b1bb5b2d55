/** The real servers and processes that integration tests run against. */
package io.streamlab.local.replicator.server;
