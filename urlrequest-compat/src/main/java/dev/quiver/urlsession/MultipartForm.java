package dev.quiver.urlsession;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URLConnection;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form with files, as browsers send it: {@code multipart/form-data} (RFC 7578). Immutable; nothing is held in memory
 * but what was given in memory.
 *
 * <pre>{@code
 * MultipartForm form = MultipartForm.newBuilder()
 *         .field("comment", "as agreed")
 *         .file("contract", Path.of("contract.pdf"))
 *         .build();
 * UrlRequest request = UrlRequest.newBuilder(url).httpMethod("POST").httpBody(form).build();
 * }</pre>
 */
public final class MultipartForm {
    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|\\r|\\n");
    private static final char[] BOUNDARY_CHARACTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String boundary;
    private final BodyPublisher body;

    private MultipartForm(String boundary, BodyPublisher body) {
        this.boundary = boundary;
        this.body = body;
    }

    /** Starts with an empty form. */
    public static Builder newBuilder() {
        return new Builder();
    }

    /** The value of {@code Content-Type} that goes with the body; {@link UrlRequest.Builder#httpBody(MultipartForm)} sets it. */
    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** The bytes of the body, or -1 while a part does not know its own. */
    public long contentLength() {
        return body.contentLength();
    }

    /** The body, read part after part on demand; as repeatable as its parts: files and texts always are. */
    public BodyPublisher body() {
        return body;
    }

    @Override
    public String toString() {
        return "MultipartForm [" + (contentLength() < 0 ? "of unknown length" : contentLength() + " bytes") + "]";
    }

    /** Builds a {@link MultipartForm}; not thread-safe. Parts are sent in the order in which they were added. */
    public static final class Builder {
        private final String boundary = newBoundary();
        private final List<BodyPublisher> pieces = new ArrayList<>();

        private Builder() {}

        /** A text. Its line breaks are sent as CRLF, as browsers do. */
        public Builder field(String name, String value) {
            String lines = LINE_BREAK.matcher(value).replaceAll("\r\n");
            return add(name, null, null, BodyPublishers.ofString(lines, StandardCharsets.UTF_8));
        }

        /**
         * A file under its own name, with the type that its name tells.
         *
         * @throws IOException if it cannot be read; it is opened when the form is sent, and must not change until then
         */
        public Builder file(String name, Path file) throws IOException {
            return file(name, file, typeOf(file));
        }

        /**
         * A file under its own name, with this type.
         *
         * @throws IOException if it cannot be read
         * @throws IllegalArgumentException if the type could not be sent in a field
         */
        public Builder file(String name, Path file, String contentType) throws IOException {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString(), null, "not a regular file");
            }
            try {
                return part(name, String.valueOf(file.getFileName()), contentType, BodyPublishers.ofFile(file));
            } catch (FileNotFoundException e) {
                throw new NoSuchFileException(file.toString(), null, e.getMessage());
            }
        }

        /**
         * Anything.
         *
         * @param fileName what the server is told the file's name to be
         * @param contentType its media type
         * @param content read once for each time that the form is sent
         * @throws IllegalArgumentException if the type could not be sent in a field
         */
        public Builder part(String name, String fileName, String contentType, BodyPublisher content) {
            return add(name, Objects.requireNonNull(fileName, "fileName"), contentType, content);
        }

        private Builder add(
                String name, @Nullable String fileName, @Nullable String contentType, BodyPublisher content) {
            StringBuilder head = new StringBuilder("--").append(boundary);
            head.append("\r\nContent-Disposition: form-data; name=\"");
            head.append(escaped(LINE_BREAK.matcher(name).replaceAll("\r\n"))).append('"');
            if (fileName != null) {
                head.append("; filename=\"").append(escaped(fileName)).append('"');
            }
            if (contentType != null) {
                FieldSyntax.check("content-type", contentType);
                head.append("\r\nContent-Type: ").append(contentType);
            }
            pieces.add(BodyPublishers.ofString(head.append("\r\n\r\n").toString(), StandardCharsets.UTF_8));
            pieces.add(Objects.requireNonNull(content, "content"));
            pieces.add(BodyPublishers.ofString("\r\n"));
            return this;
        }

        /** The form. */
        public MultipartForm build() {
            List<BodyPublisher> all = new ArrayList<>(pieces);
            all.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
            return new MultipartForm(boundary, BodyPublishers.concat(all.toArray(new BodyPublisher[0])));
        }

        /** As the HTML standard encodes names, for RFC 7578 §2 leaves it open: nothing can leave the quotes. */
        private static String escaped(String name) {
            return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
        }

        private static String typeOf(Path file) {
            String type = URLConnection.guessContentTypeFromName(
                    String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT));
            return Objects.requireNonNullElse(type, "application/octet-stream");
        }

        /** RFC 2046 §5.1.1: at most 70 characters, not to be found in the parts: 142 random bits see to that. */
        private static String newBoundary() {
            StringBuilder text = new StringBuilder("quiver-");
            RANDOM.ints(24, 0, BOUNDARY_CHARACTERS.length).forEach(i -> text.append(BOUNDARY_CHARACTERS[i]));
            return text.toString();
        }
    }
}
