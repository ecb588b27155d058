/** How pulling futures and Flow signals meet: what the adapters of streams and of messages share. */
@NullMarked
package dev.quiver.quic.internal.flow;

import org.jspecify.annotations.NullMarked;
