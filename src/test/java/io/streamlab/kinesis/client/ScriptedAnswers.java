package io.streamlab.kinesis.client;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntFunction;

/** Puts answers of a test's own in front of those of a model of Kinesis. All calls but GetRecords go through. */
public final class ScriptedAnswers {

    private ScriptedAnswers() {}

    /** Decides how one GetRecords is answered. */
    @FunctionalInterface
    public interface Script {

        /**
         * @param iterator the iterator of the call, also the one to go on with after an answer without records
         * @param limit most records that the call asks for
         * @param model answers as the model does, with at most so many records
         */
        RecordPage answer(String iterator, int limit, IntFunction<RecordPage> model);
    }

    public static KinesisCalls of(KinesisCalls calls, Script script) {
        return (KinesisCalls) Proxy.newProxyInstance(
                KinesisCalls.class.getClassLoader(),
                new Class<?>[] {KinesisCalls.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("records")) {
                        String shardId = (String) arguments[0];
                        String iterator = (String) arguments[1];
                        int limit = (Integer) arguments[2];
                        return script.answer(iterator, limit, most -> calls.records(shardId, iterator, most));
                    }
                    try {
                        return method.invoke(calls, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Returns a script with no answers of its own. */
    public static Script none() {
        return (iterator, limit, model) -> model.apply(limit);
    }

    /** Returns a script that lets an answer hold at most so many records. */
    public static Script atMost(int records) {
        return (iterator, limit, model) -> model.apply(Math.min(limit, records));
    }

    /** Returns an answer without records that lies so far behind. */
    public static RecordPage empty(String iterator, long millisBehindLatest) {
        return new RecordPage(List.of(), iterator, millisBehindLatest, false);
    }

    /** Returns a script that answers this many times without records, each time a second of the stream further. */
    public static Script emptyStretch(int answers) {
        int[] left = {answers};
        return (iterator, limit, model) -> left[0] > 0 ? empty(iterator, 1_000L * left[0]--) : model.apply(limit);
    }
}
