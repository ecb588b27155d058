/** JMH benchmarks; {@code interop/benchmarks/run} starts them. */
@NullMarked
package dev.quiver.benchmarks;

import org.jspecify.annotations.NullMarked;
