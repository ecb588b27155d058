package dev.quiver.peers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a server wrote about the requests that it answered. */
interface AccessLog {

    /**
     * One request.
     *
     * @param status what it was answered, -1 where the log does not tell
     */
    record Line(String method, String target, String protocol, int status) {}

    Stream<Line> read(Stream<String> lines);

    /** {@code done METHOD TARGET PROTOCOL STATUS}, as the programs in {@code interop/servers/src} write it. */
    static Stream<Line> ours(Stream<String> lines) {
        return lines.map(line -> line.split(" ", -1))
                .filter(words -> words.length == 5 && words[0].equals("done"))
                .map(words -> new Line(words[1], words[2], words[3], Integer.parseInt(words[4])));
    }

    /** Caddy's, a JSON object a line. */
    static Stream<Line> caddy(Stream<String> lines) {
        ObjectMapper json = new ObjectMapper();
        return lines.filter(line -> line.contains("\"http.log.access"))
                .map(line -> {
                    try {
                        return json.readTree(line);
                    } catch (JsonProcessingException e) {
                        throw new AssertionError("not Caddy's log: " + line, e);
                    }
                })
                .map(line -> {
                    JsonNode request = line.path("request");
                    return new Line(
                            request.path("method").textValue(),
                            request.path("uri").textValue(),
                            request.path("proto").textValue(),
                            line.path("status").intValue());
                });
    }

    /** What gtlsserver writes of each field that comes; a request is whole with its path. */
    static Stream<Line> gtlsserver(Stream<String> lines) {
        Pattern field = Pattern.compile("http: stream (0x[0-9a-f]+) \\[:(method|path): (.*)]");
        Map<String, String> methods = new HashMap<>();
        return lines.map(field::matcher).filter(Matcher::matches).flatMap(found -> {
            if (found.group(2).equals("method")) {
                methods.put(found.group(1), found.group(3));
                return Stream.empty();
            }
            String method = methods.getOrDefault(found.group(1), "?");
            return Stream.of(new Line(method, found.group(3), "HTTP/3.0", -1));
        });
    }
}
