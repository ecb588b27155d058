package dev.quiver.h3.internal.client;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.message.RequestHeads;
import dev.quiver.h3.internal.message.WireRequest;
import dev.quiver.h3.internal.tcp.TcpClient;
import java.net.Proxy;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Why a request must not go by a transport, each in words for people; null where it may.
 *
 * @param noQuic why not by QUIC
 * @param noTcp why not by TCP
 */
record Permits(@Nullable String noQuic, @Nullable String noTcp) {
    static Permits of(
            ClientSettings settings, WireRequest request, H3Options options, OriginKey origin, @Nullable Proxy proxy) {
        Discovery discovery = options.discovery();
        String noTcp = noTcp(settings, origin, discovery);
        if (noTcp == null && options.requestTrailers() != null && RequestHeads.hasBody(request)) {
            noTcp = "the request has trailers, which the JDK's client cannot send";
        }
        return new Permits(noQuic(settings, request, discovery, origin, proxy), noTcp);
    }

    private static @Nullable String noQuic(
            ClientSettings settings,
            WireRequest request,
            Discovery discovery,
            OriginKey origin,
            @Nullable Proxy proxy) {
        if (!origin.secure()) {
            return "HTTP/3 is for https only (RFC 9114 §3.1)";
        }
        if (discovery == Discovery.NONE) {
            return "the request was told not to use HTTP/3 (Discovery.NONE)";
        }
        HttpClient.Version version = request.version().orElse(settings.version());
        if (version == HttpClient.Version.HTTP_1_1) {
            return "HTTP/1.1 was asked for";
        }
        return proxy == null ? null : "the proxy " + proxy.address() + " is to be used, which carries TCP only";
    }

    private static @Nullable String noTcp(ClientSettings settings, OriginKey origin, Discovery discovery) {
        if (discovery == Discovery.HTTP3_ONLY) {
            return "the request was told to use nothing but HTTP/3 (Discovery.HTTP3_ONLY)";
        }
        if (settings.address(origin.host(), origin.port()) != null) {
            return "connections to " + origin + " are directed elsewhere, where the JDK's client cannot be sent";
        }
        return settings.localAddress() != null && !TcpClient.takesLocalAddress()
                ? "a local address was asked for, which the JDK's client knows from Java 19 on"
                : null;
    }
}
