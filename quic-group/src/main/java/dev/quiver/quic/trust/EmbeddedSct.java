package dev.quiver.quic.trust;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;

/**
 * A signed certificate timestamp inside a certificate (RFC 6962 §3.3): a log's promise to publish it. Its signature is not
 * checked, because that takes the logs' keys.
 *
 * @param version 1 for RFC 6962
 * @param logId the SHA-256 of the log's key in base64
 * @param timestamp when the log took it
 */
public record EmbeddedSct(int version, String logId, Instant timestamp) {
    static final String EXTENSION = "1.3.6.1.4.1.11129.2.4.2";
    private static final int LOG_ID_BYTES = 32;
    private static final int MOST = 32;

    /**
     * The timestamps in a certificate; empty where there are none.
     *
     * @throws IOException if the extension is malformed
     */
    static List<EmbeddedSct> in(X509Certificate certificate) throws IOException {
        byte[] extension = certificate.getExtensionValue(EXTENSION);
        if (extension == null) {
            return List.of();
        }
        try {
            byte[] inner = ASN1OctetString.getInstance(extension).getOctets();
            return parse(ByteBuffer.wrap(ASN1OctetString.getInstance(inner).getOctets()));
        } catch (IllegalArgumentException | BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IOException("its list of certificate timestamps is malformed", e);
        }
    }

    private static List<EmbeddedSct> parse(ByteBuffer list) {
        List<EmbeddedSct> found = new ArrayList<>();
        ByteBuffer entries = block(list);
        while (entries.hasRemaining() && found.size() < MOST) {
            ByteBuffer entry = block(entries);
            int version = entry.get() + 1;
            byte[] log = new byte[LOG_ID_BYTES];
            entry.get(log);
            found.add(new EmbeddedSct(
                    version, Base64.getEncoder().encodeToString(log), Instant.ofEpochMilli(entry.getLong())));
        }
        return found;
    }

    private static ByteBuffer block(ByteBuffer from) {
        int length = from.getShort() & 0xffff;
        ByteBuffer block = from.slice(from.position(), length);
        from.position(from.position() + length);
        return block;
    }
}
