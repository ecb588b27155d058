package dev.quiver.h3.internal.wire;

/**
 * What a server said in SETTINGS that this client asks about.
 *
 * @param extendedConnect whether it takes an extended CONNECT (SETTINGS_ENABLE_CONNECT_PROTOCOL, RFC 9220 §3)
 * @param datagrams whether it takes HTTP datagrams (SETTINGS_H3_DATAGRAM, RFC 9297 §2.1.1)
 */
public record PeerSettings(boolean extendedConnect, boolean datagrams) {}
