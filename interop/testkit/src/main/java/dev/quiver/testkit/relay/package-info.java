/**
 * A UDP relay on loopback that treats datagrams as a bad network does, seeded so that a run can be repeated.
 *
 * <p>Stability: preview.
 */
@NullMarked
package dev.quiver.testkit.relay;

import org.jspecify.annotations.NullMarked;
