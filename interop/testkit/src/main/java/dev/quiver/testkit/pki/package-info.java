/**
 * Throw-away certificates for tests of trust: authorities, intermediates, leaves, and the ways in which they go wrong.
 * Keys and serial numbers are random, nothing is kept. Never use them outside tests.
 *
 * <p>Stability: preview.
 */
@NullMarked
package dev.quiver.testkit.pki;

import org.jspecify.annotations.NullMarked;
