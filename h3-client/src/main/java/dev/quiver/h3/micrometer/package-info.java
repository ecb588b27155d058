/**
 * Meters of a client, for Micrometer. Needs {@code io.micrometer:micrometer-core} on the class path, which this library
 * does not bring.
 */
@NullMarked
package dev.quiver.h3.micrometer;

import org.jspecify.annotations.NullMarked;
