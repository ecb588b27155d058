package dev.quiver.quic.probe;

import dev.quiver.quic.TlsAlert;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * A server's certificates without a TLS library in between: TLS 1.2 sends them in the clear (RFC 5246 §7.4.2). For
 * chains that the JDK's TLS does not parse, or finds too long. TLS 1.3 encrypts them, and there is no way around.
 */
final class PlainCertificates {
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int CERTIFICATE = 11;
    private static final int SERVER_HELLO_DONE = 14;
    private static final int HEAD = 4;
    private static final int LARGEST_RECORD = (1 << 14) + 2048;
    private static final int LARGEST_MESSAGE = 4 << 20;

    private final DataInputStream in;
    private byte[] pending = new byte[0];

    private PlainCertificates(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /**
     * Says hello and reads as far as the certificates.
     *
     * @throws IOException if the server does not speak TLS 1.2, or not well
     */
    static List<byte[]> read(TlsOffer offer, InputStream in, OutputStream out) throws IOException {
        out.write(hello(offer));
        out.flush();
        return new PlainCertificates(in).certificates();
    }

    private static byte[] hello(TlsOffer offer) throws SSLException {
        SSLEngine engine = TlsOffer.newContext(new Witness())
                .createSSLEngine(offer.target().host(), offer.target().connectPort());
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        SSLParameters parameters = engine.getSSLParameters();
        offer.applyTo(parameters, true);
        engine.setSSLParameters(parameters);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }

    private List<byte[]> certificates() throws IOException {
        while (true) {
            ByteBuffer message = message();
            int type = message.get();
            message.position(HEAD);
            if (type == CERTIFICATE) {
                return entries(vector(message));
            }
            if (type == SERVER_HELLO_DONE) {
                throw new SSLException("the server presents no certificate");
            }
        }
    }

    /** The next handshake message, its head included; RFC 5246 §7.4. */
    private ByteBuffer message() throws IOException {
        int whole = length();
        while (pending.length < whole) {
            append(record());
            whole = length();
        }
        ByteBuffer message = ByteBuffer.wrap(Arrays.copyOf(pending, whole));
        pending = Arrays.copyOfRange(pending, whole, pending.length);
        return message;
    }

    /** How long the next message is; as long as its own head where that is not there yet. */
    private int length() throws SSLException {
        if (pending.length < HEAD) {
            return HEAD;
        }
        int whole = HEAD + (ByteBuffer.wrap(pending).getInt() & 0xffffff);
        if (whole > LARGEST_MESSAGE) {
            throw new SSLException("a handshake message of " + whole + " bytes is more than is looked at");
        }
        return whole;
    }

    private void append(byte[] fragment) {
        byte[] joined = Arrays.copyOf(pending, pending.length + fragment.length);
        System.arraycopy(fragment, 0, joined, pending.length, fragment.length);
        pending = joined;
    }

    /** RFC 5246 §6.2.1. */
    private byte[] record() throws IOException {
        int type = in.readUnsignedByte();
        in.readUnsignedShort();
        int length = in.readUnsignedShort();
        if (type != HANDSHAKE && type != ALERT || length == 0 || length > LARGEST_RECORD) {
            throw new SSLException("what the server sends is not TLS 1.2");
        }
        byte[] fragment = new byte[length];
        in.readFully(fragment);
        if (type == ALERT) {
            throw new SSLException("Received fatal alert: " + new TlsAlert(fragment[length - 1] & 0xff).name());
        }
        return fragment;
    }

    private static List<byte[]> entries(ByteBuffer list) throws SSLException {
        List<byte[]> certificates = new ArrayList<>();
        while (list.hasRemaining()) {
            ByteBuffer entry = vector(list);
            byte[] der = new byte[entry.remaining()];
            entry.get(der);
            certificates.add(der);
        }
        if (certificates.isEmpty()) {
            throw new SSLException("the server presents no certificate");
        }
        return certificates;
    }

    private static ByteBuffer vector(ByteBuffer from) throws SSLException {
        if (from.remaining() < 3) {
            throw new SSLException("the list of certificates is cut short");
        }
        int length = (from.get() & 0xff) << 16 | (from.get() & 0xff) << 8 | from.get() & 0xff;
        if (length > from.remaining()) {
            throw new SSLException("the list of certificates is cut short");
        }
        ByteBuffer slice = from.slice(from.position(), length);
        from.position(from.position() + length);
        return slice;
    }
}
