/** An embedded HTTP/3 server, a lossy UDP relay and throw-away certificates, to test clients with. */
module dev.quiver.testkit {
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires static org.junit.jupiter.api;
    requires static org.junit.platform.commons;
    requires static transitive org.jspecify;
    requires transitive dev.quiver.quic;
    requires io.netty.buffer;
    requires io.netty.codec.http3;
    requires io.netty.common;
    requires io.netty.transport;

    exports dev.quiver.testkit;
    exports dev.quiver.testkit.junit;
    exports dev.quiver.testkit.pki;
    exports dev.quiver.testkit.relay;
}
