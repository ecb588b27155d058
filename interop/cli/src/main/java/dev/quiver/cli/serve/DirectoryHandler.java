package dev.quiver.cli.serve;

import dev.quiver.cli.render.Markup;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Handler;
import dev.quiver.testkit.Request;
import dev.quiver.testkit.Response;
import java.io.IOException;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Serves the files of a directory, each streamed in constant memory; a directory is its index.html, or a list. */
final class DirectoryHandler implements Handler {
    private static final int PART = 64 * 1024;

    private final DirectoryFiles files;

    DirectoryHandler(Path directory) throws IOException {
        this.files = new DirectoryFiles(directory);
    }

    @Override
    public void handle(Request request, Response response) throws Exception {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            response.head(405, Fields.of("allow", "GET, HEAD", "content-length", "0"));
            response.end();
            return;
        }
        Path found = files.find(request.path());
        if (found == null) {
            response.send(404, "nothing at " + request.path() + "\n");
        } else if (!Files.isDirectory(found)) {
            send(found, response);
        } else if (!request.path().endsWith("/")) {
            // Relative links in the page need the slash.
            response.head(301, Fields.of("location", request.path() + "/", "content-length", "0"));
            response.end();
        } else if (Files.isRegularFile(found.resolve("index.html"))) {
            send(found.resolve("index.html"), response);
        } else {
            list(found, request.path(), response);
        }
    }

    private static void send(Path file, Response response)
            throws IOException, InterruptedException, ExecutionException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long left = channel.size();
            response.head(200, Fields.of("content-type", type(file), "content-length", Long.toString(left)));
            ByteBuffer part = ByteBuffer.allocate(PART);
            while (left > 0) {
                part.clear().limit((int) Math.min(PART, left));
                if (channel.read(part) < 0) {
                    throw new IOException(file + " shrank while it was sent");
                }
                left -= part.position();
                // Waiting is the back-pressure, and the buffer is free again afterwards.
                response.write(part.flip()).get();
            }
            response.end();
        }
    }

    private static void list(Path directory, String path, Response response) throws IOException {
        List<String> names;
        try (Stream<Path> entries = Files.list(directory)) {
            names = entries.map(entry -> entry.getFileName() + (Files.isDirectory(entry) ? "/" : ""))
                    .sorted()
                    .toList();
        }
        StringBuilder page = new StringBuilder("<!doctype html><meta charset=utf-8><title>")
                .append(Markup.escaped(path))
                .append("</title><ul>\n");
        for (String name : names) {
            page.append("<li><a href=\"")
                    .append(link(name))
                    .append("\">")
                    .append(Markup.escaped(name))
                    .append("</a>\n");
        }
        byte[] bytes = page.append("</ul>\n").toString().getBytes(StandardCharsets.UTF_8);
        response.head(
                200,
                Fields.of(
                        "content-type", "text/html; charset=utf-8", "content-length", Integer.toString(bytes.length)));
        response.write(ByteBuffer.wrap(bytes));
        response.end();
    }

    private static String type(Path file) {
        String known = URLConnection.guessContentTypeFromName(String.valueOf(file.getFileName()));
        return known == null ? "application/octet-stream" : known;
    }

    private static String link(String name) {
        boolean directory = name.endsWith("/");
        String bare = directory ? name.substring(0, name.length() - 1) : name;
        String encoded = URLEncoder.encode(bare, StandardCharsets.UTF_8).replace("+", "%20");
        // A name like a:b would be taken for a scheme (RFC 3986 §4.2).
        return "./" + encoded + (directory ? "/" : "");
    }
}
