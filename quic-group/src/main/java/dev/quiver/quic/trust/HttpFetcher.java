package dev.quiver.quic.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The least of HTTP that AIA, OCSP and CRL servers speak: one HTTP/1.0 request a connection. It connects to the very
 * address that was checked, so a name that resolves differently the second time changes nothing, which the JDK's client
 * cannot promise.
 */
record HttpFetcher(boolean privateAddresses) implements CertificateFetcher {
    private static final int LARGEST_HEAD = 16 << 10;

    @Override
    public byte[] fetch(Request request) throws IOException {
        URI uri = request.uri();
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            throw new IOException("only http is asked, not " + Shown.text(uri.toString()));
        }
        long deadline = System.nanoTime() + request.limit().toNanos();
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        InetAddress address = resolved(uri.getHost(), deadline);
        if (!privateAddresses && (!PublicAddress.is(address) || port != 80 && port < 1024)) {
            throw new IOException(uri.getHost() + " is not a public address and port");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), left(deadline));
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(message(request, uri));
            return body(socket, request.largest(), deadline);
        }
    }

    /** The resolver has no limit of its own; it is left behind when it takes too long. */
    private static InetAddress resolved(String host, long deadline) throws IOException {
        FutureTask<InetAddress> lookup = new FutureTask<>(() -> InetAddress.getByName(host));
        Thread thread = new Thread(lookup, "quiver-issuer-lookup");
        thread.setDaemon(true);
        thread.start();
        try {
            return lookup.get(left(deadline), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the host " + Shown.text(host) + " was not found", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the host " + Shown.text(host) + " was not found in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static byte[] message(Request request, URI uri) {
        byte[] body = request.body();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        String head = (body == null ? "GET " : "POST ") + target + " HTTP/1.0\r\nHost: " + uri.getRawAuthority()
                + "\r\nConnection: close\r\n"
                + (body == null
                        ? ""
                        : "Content-Type: application/ocsp-request\r\nContent-Length: " + body.length + "\r\n")
                + "\r\n";
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        if (body != null) {
            message.writeBytes(body);
        }
        return message.toByteArray();
    }

    private static byte[] body(Socket socket, int largest, long deadline) throws IOException {
        String head = head(socket, deadline);
        String[] lines = head.split("\r?\n");
        String[] status = lines[0].split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].equals("200")) {
            throw new IOException("the answer was " + Shown.text(lines[0]));
        }
        long length = -1;
        for (String line : lines) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip();
            if (name.equalsIgnoreCase("content-length")) {
                length = parseLength(line.substring(colon + 1).strip());
            } else if (name.equalsIgnoreCase("transfer-encoding")) {
                throw new IOException("the answer to an HTTP/1.0 request is chunked");
            }
        }
        if (length > largest || length < -1) {
            throw new IOException("the answer is larger than " + largest + " bytes");
        }
        return rest(socket, largest, length, deadline);
    }

    private static byte[] rest(Socket socket, int largest, long length, long deadline) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        InputStream in = socket.getInputStream();
        while (length < 0 || body.size() < length) {
            socket.setSoTimeout(left(deadline));
            int read = in.read(buffer);
            if (read < 0) {
                break;
            }
            body.write(buffer, 0, read);
            if (body.size() > largest) {
                throw new IOException("the answer is larger than " + largest + " bytes");
            }
        }
        if (length >= 0 && body.size() < length) {
            throw new IOException("the answer was cut off");
        }
        return length >= 0 ? Arrays.copyOf(body.toByteArray(), (int) length) : body.toByteArray();
    }

    /** Status line and fields, read byte by byte so that nothing of the body is taken. */
    private static String head(Socket socket, long deadline) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        int newlines = 0;
        while (newlines < 2) {
            socket.setSoTimeout(left(deadline));
            int next = in.read();
            if (next < 0 || head.size() > LARGEST_HEAD) {
                throw new IOException("the answer was no HTTP");
            }
            head.write(next);
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static long parseLength(String text) throws IOException {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("the answer's length is " + Shown.text(text), e);
        }
    }

    private static int left(long deadline) throws SocketTimeoutException {
        long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException("no whole answer within the time allowed");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
