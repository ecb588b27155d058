/** What the client asks of an HTTP/3 connection and hears from it, without Netty. */
@NullMarked
package dev.quiver.h3.internal.wire;

import org.jspecify.annotations.NullMarked;
