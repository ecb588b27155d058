/** The whole comparison: servers, links, rounds and the table. */
@NullMarked
package dev.quiver.benchmarks.run;

import org.jspecify.annotations.NullMarked;
