/**
 * The JUnit 5 extension. Needs {@code org.junit.jupiter:junit-jupiter-api}, which the testkit does not bring.
 *
 * <p>Stability: preview.
 */
@NullMarked
package dev.quiver.testkit.junit;

import org.jspecify.annotations.NullMarked;
