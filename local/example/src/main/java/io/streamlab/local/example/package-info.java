/**
 * Sample data: makes the example's orders ({@link io.streamlab.local.example.OrderGenerator}), puts them on a stream
 * ({@link io.streamlab.local.example.StreamWriter}) and knows what the table has to hold in the end
 * ({@link io.streamlab.local.example.Tally}).
 */
package io.streamlab.local.example;
