package dev.quiver.urlsession;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Serves one file with ranges, and does so as badly as a test wants. */
final class RangeServer implements AutoCloseable {
    /** The file, and how it is served. */
    static final class Content {
        private byte[] bytes;
        private String tag;
        private int cutAt = -1;
        private boolean breaks;
        private boolean ignoresIfRange;
        private boolean unavailable;
        private CountDownLatch going = new CountDownLatch(1);

        Content(byte[] bytes, String tag) {
            this.bytes = bytes;
            this.tag = tag;
        }

        synchronized byte[] bytes() {
            return bytes;
        }

        synchronized int cutAt() {
            return cutAt;
        }

        synchronized void change(byte[] to, String newTag) {
            bytes = to;
            tag = newTag;
        }

        /** Sends so much and then nothing more, or breaks the connection. */
        synchronized void cut(int at, boolean breaking) {
            cutAt = at;
            breaks = breaking;
            going = new CountDownLatch(1);
        }

        /** Sends all from now on. */
        synchronized void whole() {
            going.countDown();
        }

        synchronized void ignoreIfRange(boolean ignore) {
            ignoresIfRange = ignore;
        }

        synchronized void unavailable(boolean not) {
            unavailable = not;
        }
    }

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Content content;
    private final PlainServer server;

    RangeServer(Content content) throws IOException {
        this.content = content;
        this.server = new PlainServer().page("/file", (fields, body, out) -> answer(fields, out));
    }

    URI url() {
        return server.url("/file");
    }

    /** The Range field of each request, "null" where there was none. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() throws IOException {
        content.whole();
        server.close();
    }

    private void answer(Map<String, String> fields, OutputStream out) throws IOException {
        String range = fields.get("range");
        asked.add(String.valueOf(range));
        byte[] bytes;
        String tag;
        int end;
        boolean breaks;
        boolean ranges;
        CountDownLatch going;
        synchronized (content) {
            bytes = content.bytes;
            tag = content.tag;
            going = content.going;
            end = going.getCount() > 0 && content.cutAt >= 0 ? content.cutAt : bytes.length;
            breaks = content.breaks;
            ranges = range != null && (content.ignoresIfRange || tag.equals(fields.get("if-range")));
            if (content.unavailable) {
                out.write(PlainServer.ascii("HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n"));
                return;
            }
        }
        int from = ranges ? Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")) : 0;
        if (from >= bytes.length) {
            out.write(PlainServer.ascii(
                    "HTTP/1.1 416 No\r\ncontent-range: bytes */" + bytes.length + "\r\ncontent-length: 0\r\n\r\n"));
            return;
        }
        String head = "HTTP/1.1 " + (ranges ? "206 Part" : "200 OK") + "\r\netag: " + tag + "\r\ncontent-length: "
                + (bytes.length - from) + "\r\n"
                + (ranges
                        ? "content-range: bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length + "\r\n"
                        : "")
                + "\r\n";
        out.write(PlainServer.ascii(head));
        out.write(bytes, from, end - from);
        out.flush();
        if (end < bytes.length && !breaks) {
            try {
                going.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
