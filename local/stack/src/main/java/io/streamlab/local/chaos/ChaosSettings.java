package io.streamlab.local.chaos;

/**
 * What is asked of a run.
 *
 * @param kills how often to kill the job
 * @param seed decides orders, points and faults
 * @param reenrich whether rows of the table follow the reference data, and have to show its last state in the end
 */
record ChaosSettings(int kills, long seed, boolean reenrich) {}
