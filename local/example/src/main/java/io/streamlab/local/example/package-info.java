/**
 * The published example, once: its columns ({@link io.streamlab.local.example.OrderColumns}), its stream, bucket and catalog
 * table ({@link io.streamlab.local.example.ExampleResources}), its orders ({@link io.streamlab.local.example.OrderGenerator}), how
 * they come onto a stream ({@link io.streamlab.local.example.StreamWriter}), and what the table has to hold in the end
 * ({@link io.streamlab.local.example.Tally}). The command is {@code scripts/generate-data}.
 */
package io.streamlab.local.example;
