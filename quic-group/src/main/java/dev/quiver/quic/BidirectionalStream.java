package dev.quiver.quic;

/** A stream that carries bytes both ways. */
public interface BidirectionalStream extends SendStream, ReceiveStream {}
