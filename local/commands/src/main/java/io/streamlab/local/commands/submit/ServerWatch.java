package io.streamlab.local.commands.submit;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.Endpoints;
import java.util.List;

/**
 * Watches whether the servers that the job needs still run. The clients of the job would ask a dead one again and again, for ten minutes
 * and more, since on AWS a service comes back; on one machine it does not.
 */
final class ServerWatch {
    /** The job is given up when this many looks in a row, two seconds apart, find a server gone. */
    private static final int PATIENCE = 5;

    private static final AwsService[] NEEDED = {AwsService.GLUE, AwsService.DYNAMODB, AwsService.KINESIS, AwsService.S3
    };

    private final Endpoints endpoints;
    private int looksInVain;

    ServerWatch(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Returns whether the job may go on; asked every two seconds. */
    boolean mayGoOn() {
        if (!isGivenUp()) {
            looksInVain = missing().isEmpty() ? 0 : looksInVain + 1;
        }
        return !isGivenUp();
    }

    /** Returns whether a server has been gone for so long that the job could not go on. */
    boolean isGivenUp() {
        return looksInVain >= PATIENCE;
    }

    /** A sentence for each server that is gone. */
    List<String> missing() {
        return endpoints.silent(NEEDED);
    }
}
