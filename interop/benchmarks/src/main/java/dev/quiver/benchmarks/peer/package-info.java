/** What a client under test has to do, and what such clients share. */
@NullMarked
package dev.quiver.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
