/** The only place that knows Netty's QUIC codec. */
@NullMarked
package dev.quiver.quic.internal.netty;

import org.jspecify.annotations.NullMarked;
