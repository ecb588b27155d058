package dev.quiver.quic;

import dev.quiver.quic.trust.IdentityOffer;
import dev.quiver.quic.trust.TrustVerdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/** Something that happened on the way to a ready group, and when. Events of one group come in order of time. */
public sealed interface HandshakeEvent {
    /** How long after the start of the group. */
    Duration at();

    /** The host name has these addresses. */
    record Resolved(Duration at, List<InetAddress> addresses) implements HandshakeEvent {}

    /** The first packet left for this address. */
    record FirstPacketSent(Duration at, InetSocketAddress remote) implements HandshakeEvent {}

    /** The first packet came from this address. */
    record FirstPacketReceived(Duration at, InetSocketAddress remote) implements HandshakeEvent {}

    /** The server asked to validate the address (RFC 9000 §8.1.2). */
    record RetryReceived(Duration at) implements HandshakeEvent {}

    /** The server speaks only these versions (RFC 9000 §6). */
    record VersionNegotiationReceived(Duration at, List<Long> versions) implements HandshakeEvent {}

    /** The server presented these certificates, in wire order. */
    record ChainPresented(Duration at, List<X509Certificate> chain) implements HandshakeEvent {}

    /** The evaluator decided. */
    record TrustDecided(Duration at, TrustVerdict verdict) implements HandshakeEvent {}

    /** The server wanted to know who this side is, and was shown this (RFC 8446 §4.3.2). */
    record IdentityWanted(Duration at, IdentityOffer offer) implements HandshakeEvent {}

    /** Streams can be opened. */
    record BecameReady(Duration at) implements HandshakeEvent {}

    /** The first 1-RTT bytes came from the peer: it has accepted this side's part of the handshake too. */
    record Confirmed(Duration at) implements HandshakeEvent {}

    /** It ended here. */
    record HandshakeFailed(Duration at, HandshakeFailure failure) implements HandshakeEvent {}
}
