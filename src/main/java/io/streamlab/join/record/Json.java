package io.streamlab.join.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.json.JsonReadFeature;

/**
 * Reads and writes JSON in the same way with each version of Jackson, which comes with Spark.
 *
 * <ul>
 *   <li>{@code NaN}, {@code Infinity} and their like are numbers, as for Spark's own reader. Each column decides about them.
 *   <li>From 2.15 on, Jackson refuses deep nesting, long numbers and long texts, 2.13 does not. Here none does: the size of a
 *       record is the limit.
 *   <li>Names of fields that collide in a hash table are no fault of the record in which Jackson notices them.
 * </ul>
 */
final class Json {
    static final JsonFactory FACTORY = create();

    private Json() {}

    private static JsonFactory create() {
        JsonFactory factory = new JsonFactoryBuilder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .build();
        lift(factory, "Read", "maxNestingDepth", "maxNumberLength", "maxStringLength", "maxNameLength");
        lift(factory, "Write", "maxNestingDepth");
        return factory;
    }

    /** Lifts those limits that this version of Jackson has. By reflection, as 2.13 has no such class. */
    private static void lift(JsonFactory factory, String direction, String... limits) {
        try {
            Class<?> constraints = Class.forName("com.fasterxml.jackson.core.Stream" + direction + "Constraints");
            Object builder = constraints.getMethod("builder").invoke(null);
            for (String limit : limits) {
                try {
                    builder.getClass().getMethod(limit, int.class).invoke(builder, Integer.MAX_VALUE);
                } catch (NoSuchMethodException e) {
                    // This version has no such limit.
                }
            }
            JsonFactory.class
                    .getMethod("setStream" + direction + "Constraints", constraints)
                    .invoke(factory, builder.getClass().getMethod("build").invoke(builder));
        } catch (ClassNotFoundException e) {
            // This version has no limits.
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The limits of this version of Jackson cannot be lifted", e);
        }
    }
}
