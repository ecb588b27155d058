/** Quiver's command line against servers that other people wrote; run by {@code interop/real-servers}. */
@NullMarked
package dev.quiver.peers;

import org.jspecify.annotations.NullMarked;
