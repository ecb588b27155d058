/** QUIC connections as groups of streams. */
module dev.quiver.quic {
    requires io.netty.buffer;
    requires io.netty.codec.classes.quic;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires jdk.jfr;
    requires static transitive org.jspecify;

    exports dev.quiver.quic;
    exports dev.quiver.quic.message;
    exports dev.quiver.quic.probe;
    exports dev.quiver.quic.trust;
    exports dev.quiver.quic.internal.spi to
            dev.quiver.h3,
            dev.quiver.testkit;
}
