/** The clients that need nothing but Quiver and the JDK. */
@NullMarked
package dev.quiver.benchmarks.clients;

import org.jspecify.annotations.NullMarked;
