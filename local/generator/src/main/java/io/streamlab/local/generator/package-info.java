/**
 * Sample data: makes the example's orders ({@link io.streamlab.local.generator.OrderGenerator}), puts them on a stream
 * ({@link io.streamlab.local.generator.StreamWriter}) and knows what the table has to hold in the end
 * ({@link io.streamlab.local.generator.Tally}).
 */
package io.streamlab.local.generator;
