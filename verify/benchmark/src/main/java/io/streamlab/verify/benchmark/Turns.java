package io.streamlab.verify.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The order in which the arms of a benchmark run: forwards and backwards, so that none always runs after the same other one. */
public final class Turns {
    private Turns() {}

    /** @param round from 0, which runs forwards */
    public static <T> List<T> inRound(int round, List<T> arms) {
        List<T> turn = new ArrayList<>(arms);
        if (round % 2 == 1) {
            Collections.reverse(turn);
        }
        return turn;
    }
}
