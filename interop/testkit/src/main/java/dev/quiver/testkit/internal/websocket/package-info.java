/** The server's side of RFC 6455, sharing no code with any client. */
@NullMarked
package dev.quiver.testkit.internal.websocket;

import org.jspecify.annotations.NullMarked;
