/**
 * One QUIC connection as a group of streams (RFC 9000), without any transport type in sight.
 *
 * <p>Start at {@link dev.quiver.quic.QuicConnectionGroup} for the side that connects and at {@link
 * dev.quiver.quic.QuicListener} for the side that accepts.
 */
@NullMarked
package dev.quiver.quic;

import org.jspecify.annotations.NullMarked;
