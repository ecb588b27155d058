/** A stream opened by an extended CONNECT (RFC 9220), as bytes, capsules and datagrams (RFC 9297). No Netty. */
@NullMarked
package dev.quiver.h3.internal.tunnel;

import org.jspecify.annotations.NullMarked;
