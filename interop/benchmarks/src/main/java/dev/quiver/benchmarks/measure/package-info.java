/** One measurement of one client, in a JVM of its own. */
@NullMarked
package dev.quiver.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
