package dev.quiver.cli.render;

import dev.quiver.quic.HandshakeReport;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parts of a handshake as both renderers spell them. */
public final class HandshakeWords {
    private HandshakeWords() {}

    /** {@code 1}, {@code 2} (RFC 9369), or the number in hex. */
    public static @Nullable String version(@Nullable Long version) {
        if (version == null) {
            return null;
        }
        return version == 1 ? "1" : version == 0x6b3343cfL ? "2" : "0x" + Long.toHexString(version);
    }

    /** {@code none}, {@code unknown}, {@code accepted} or {@code rejected}. */
    static String earlyData(HandshakeReport.EarlyData earlyData) {
        return earlyData.name().toLowerCase(Locale.ROOT);
    }

    /** {@code ADDRESS:PORT}, IPv6 in brackets. */
    public static @Nullable String address(@Nullable InetSocketAddress address) {
        if (address == null) {
            return null;
        }
        String host = address.getAddress() == null ? address.getHostString() : IpText.of(address.getAddress());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** The SHA-256 of the whole certificate, in hex. */
    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate can be hashed", e);
        }
    }
}
