package dev.quiver.quic.internal.spi;

import io.netty.handler.codec.quic.QuicChannel;

/** Breaks: one package touches the QUIC codec. Lies in the package that is lent out, so its use from h3's internals is allowed. */
public interface SecondDoor {
    QuicChannel channel();
}
