package dev.quiver.quic.internal.netty;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/** Which server name the TLS library sends (RFC 6066 §3): none for addresses, and none for names without a dot. */
final class Sni {
    private Sni() {}

    static @Nullable String sent(String host) {
        boolean sent = host.indexOf('.') > 0
                && !host.endsWith(".")
                && !NetUtil.isValidIpV4Address(host)
                && !NetUtil.isValidIpV6Address(host);
        return sent ? host : null;
    }
}
