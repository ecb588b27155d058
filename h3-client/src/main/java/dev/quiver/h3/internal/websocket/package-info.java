/** The WebSocket protocol (RFC 6455) over any pipe, with permessage-deflate (RFC 7692). No Netty, no threads of its own. */
@NullMarked
package dev.quiver.h3.internal.websocket;

import org.jspecify.annotations.NullMarked;
