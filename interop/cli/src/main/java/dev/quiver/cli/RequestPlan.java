package dev.quiver.cli;

import dev.quiver.cli.transfer.RequestSettings;
import dev.quiver.cli.transfer.RequestSettings.Field;
import dev.quiver.cli.transfer.UploadBody;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Method, fields and body of the request that the options ask for. */
final class RequestPlan {
    private static final String FORM = "application/x-www-form-urlencoded";

    private RequestPlan() {}

    static RequestSettings of(GetOptions options, CommandIo io) throws UsageException {
        UploadBody body = body(options.request, io);
        if (body != null && !body.repeatable() && (options.repeat > 1 || options.urls.size() > 1)) {
            throw new UsageException("standard input can be sent once only: leave out --repeat and further URLs");
        }
        return checked(
                method(options.request, options.head),
                options.request,
                body,
                options.timeout,
                options.fail,
                options.json);
    }

    /** The request of {@code quiver compare}, which goes out many times. */
    static RequestSettings of(RequestOptions request, @Nullable String timeout, CommandIo io) throws UsageException {
        UploadBody body = body(request, io);
        if (body != null && !body.repeatable()) {
            throw new UsageException("standard input can be sent once only: name a file");
        }
        return checked(method(request, false), request, body, timeout, false, true);
    }

    private static RequestSettings checked(
            String method,
            RequestOptions request,
            @Nullable UploadBody body,
            @Nullable String timeout,
            boolean fail,
            boolean digest)
            throws UsageException {
        List<Field> fields = fields(request);
        check(method, fields);
        return new RequestSettings(method, fields, body, OptionRules.seconds("--timeout", timeout), fail, digest);
    }

    private static String method(RequestOptions options, boolean head) {
        if (options.method != null) {
            return options.method;
        }
        if (head) {
            return "HEAD";
        }
        return options.upload != null ? "PUT" : options.data.isEmpty() ? "GET" : "POST";
    }

    private static @Nullable UploadBody body(RequestOptions options, CommandIo io) throws UsageException {
        if (options.upload != null) {
            return file("-T", options.upload, io);
        }
        if (options.data.isEmpty()) {
            return null;
        }
        String first = options.data.get(0);
        if (first.startsWith("@") && options.data.size() == 1) {
            return file("-d", first.substring(1), io);
        }
        for (String data : options.data) {
            if (data.startsWith("@")) {
                throw new UsageException("-d @FILE stands alone: leave out the other -d");
            }
        }
        return new UploadBody.Text(String.join("&", options.data));
    }

    private static UploadBody file(String option, String name, CommandIo io) throws UsageException {
        if (name.equals("-")) {
            return new UploadBody.OfStream(io.in());
        }
        Path file;
        try {
            file = Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageException(option + ": \"" + name + "\" is no file name");
        }
        if (!Files.exists(file)) {
            throw new UsageException(option + ": there is no file " + name);
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new UsageException(option + ": " + name + " cannot be read");
        }
        return new UploadBody.OfFile(file);
    }

    private static List<Field> fields(RequestOptions options) throws UsageException {
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put("user-agent", "quiver/" + Version.number());
        ours.put("accept", "*/*");
        if (!options.data.isEmpty()) {
            ours.put("content-type", FORM);
        }
        if (options.user != null) {
            ours.put("authorization", basic(options.user));
        }
        List<Field> typed = new ArrayList<>();
        for (String header : options.headers) {
            int colon = header.indexOf(':');
            if (colon < 0 && header.endsWith(";")) {
                typed.add(field(header.substring(0, header.length() - 1), ""));
            } else if (colon < 0) {
                throw new UsageException("-H \"" + header + "\" has no colon: write 'Name: value'");
            } else if (header.substring(colon + 1).isBlank()) {
                ours.remove(header.substring(0, colon).strip().toLowerCase(Locale.ROOT));
            } else {
                typed.add(field(
                        header.substring(0, colon), header.substring(colon + 1).strip()));
            }
        }
        typed.forEach(field -> ours.remove(field.name().toLowerCase(Locale.ROOT)));
        List<Field> all = new ArrayList<>();
        ours.forEach((name, value) -> all.add(new Field(name, value)));
        all.addAll(typed);
        return all;
    }

    private static Field field(String name, String value) {
        return new Field(name.strip(), value);
    }

    private static String basic(String user) throws UsageException {
        if (user.indexOf(':') < 0) {
            throw new UsageException("-u wants USER:PASSWORD; for an empty password write \"" + user + ":\"");
        }
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /** Asks the JDK's own builder whether it would take them: names, values and the fields that clients write. */
    private static void check(String method, List<Field> fields) throws UsageException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("https://localhost/"));
        try {
            builder.method(method, BodyPublishers.noBody());
        } catch (IllegalArgumentException e) {
            throw new UsageException("-X " + method + ": not a method");
        }
        if (method.equals("CONNECT")) {
            throw new UsageException("-X CONNECT opens a tunnel, which this command cannot use");
        }
        for (Field field : fields) {
            try {
                builder.header(field.name(), field.value());
            } catch (IllegalArgumentException e) {
                throw new UsageException("-H \"" + field.name() + "\": " + e.getMessage());
            }
        }
    }
}
