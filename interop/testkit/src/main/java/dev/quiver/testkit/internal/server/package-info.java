/** HTTP/3 as Netty's codec speaks it, on top of quic-group's listener. */
@NullMarked
package dev.quiver.testkit.internal.server;

import org.jspecify.annotations.NullMarked;
