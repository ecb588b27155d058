package dev.quiver.urlsession.internal.local;

import dev.quiver.urlsession.UrlErrorCode;
import dev.quiver.urlsession.internal.load.CodedException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A regular file of this machine, as long as it was when it was opened. A directory has no content here, and what is
 * neither (a device, a pipe) might never end.
 */
final class FileContent implements LocalContent {
    private static final int PIECE = 64 * 1024;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final FileChannel channel;
    private final Map<String, String> fields;
    private final long length;
    private long left;

    private FileContent(FileChannel channel, Map<String, String> fields, long length) {
        this.channel = channel;
        this.fields = fields;
        this.length = length;
        this.left = length;
    }

    /**
     * Opens the file.
     *
     * @throws CodedException why it cannot be read
     */
    static FileContent open(URI uri) throws CodedException {
        Path path = path(uri);
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new CodedException(
                        UrlErrorCode.FILE_IS_DIRECTORY, path + " is a directory, which has no content", null);
            }
            if (!attributes.isRegularFile()) {
                throw new CodedException(UrlErrorCode.CANNOT_OPEN_FILE, path + " is no regular file", null);
            }
            String type = URLConnection.guessContentTypeFromName(path.toString());
            return new FileContent(
                    FileChannel.open(path),
                    Map.of(
                            "content-type",
                            Objects.requireNonNullElse(type, "application/octet-stream"),
                            "content-length",
                            Long.toString(attributes.size()),
                            "last-modified",
                            HTTP_DATE.format(attributes.lastModifiedTime().toInstant())),
                    attributes.size());
        } catch (CodedException told) {
            throw told;
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new CodedException(UrlErrorCode.FILE_DOES_NOT_EXIST, path + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new CodedException(UrlErrorCode.NO_PERMISSIONS_TO_READ_FILE, path + " may not be read", e);
        } catch (IOException e) {
            throw new CodedException(UrlErrorCode.CANNOT_OPEN_FILE, path + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** RFC 8089 §2: the host is this one, whether it says so or not; query and fragment are no part of the name. */
    private static Path path(URI uri) throws CodedException {
        String host = uri.getAuthority();
        if (host != null && !host.isEmpty() && !host.equalsIgnoreCase("localhost")) {
            throw new CodedException(UrlErrorCode.UNSUPPORTED_URL, "files of other hosts are not read: " + host, null);
        }
        try {
            return Path.of(new URI("file", null, uri.getPath(), null));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            throw new CodedException(UrlErrorCode.BAD_URL, uri + " names no file: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, String> fields() {
        return fields;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public ByteBuffer read() throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
        if (channel.read(piece) <= 0) {
            throw new IOException("the file became shorter while it was read: " + left + " bytes are missing");
        }
        piece.flip();
        left -= piece.remaining();
        return piece;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
