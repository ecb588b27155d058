/** An HTTP/3 client that is a {@link java.net.http.HttpClient}. */
module dev.quiver.h3 {
    requires transitive dev.quiver.quic;
    requires transitive java.net.http;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.classes.quic;
    requires io.netty.codec.http;
    requires io.netty.codec.http3;
    requires io.netty.common;
    requires io.netty.transport;
    requires jdk.jfr;
    requires static micrometer.core;
    requires static okhttp3;
    requires static okio;
    requires static org.dnsjava;
    requires static transitive org.jspecify;

    exports dev.quiver.h3;
    exports dev.quiver.h3.micrometer;
    exports dev.quiver.h3.okhttp;
    exports dev.quiver.h3.internal.auth to
            dev.quiver.urlsession;
}
