package dev.quiver.urlsession.cachecases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.urlsession.CachePolicy;
import dev.quiver.urlsession.UrlData;
import dev.quiver.urlsession.UrlError;
import dev.quiver.urlsession.UrlRequest;
import dev.quiver.urlsession.UrlSession;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One case, from its first request to its last check. */
final class CaseRun {
    /**
     * How it went.
     *
     * @param passed whether all is as the case wants it
     * @param why what was not; whether its preparation already failed is part of it
     */
    record Outcome(boolean passed, String why) {}

    private static final class Unmet extends Exception {
        private static final long serialVersionUID = 1L;

        Unmet(String what) {
            super(what);
        }
    }

    private final UrlSession session;
    private final CaseServer server;
    private final VirtualTime time;
    private final CacheCase script;
    private final String id = UUID.randomUUID().toString();
    private final CaseServer.Running running;
    private Set<String> preparing = Set.of();
    private int number;
    private Instant previousServerNow;

    CaseRun(UrlSession session, CaseServer server, VirtualTime time, CacheCase script) {
        this.session = session;
        this.server = server;
        this.time = time;
        this.script = script;
        this.running = server.begin(id, script);
        this.previousServerNow = time.instant();
    }

    Outcome run() throws InterruptedException {
        try {
            for (JsonNode request : script.requests()) {
                number++;
                preparing = preparing(request);
                UrlData response;
                try {
                    response = session.load(request(request));
                } catch (UrlError failed) {
                    response = null;
                }
                check(request, response);
                if (request.path("pause_after").asBoolean()) {
                    time.advance(Duration.ofSeconds(3));
                }
            }
            checkWhatTheServerSaw();
            return new Outcome(true, "");
        } catch (Unmet unmet) {
            return new Outcome(false, unmet.getMessage());
        }
    }

    private static Set<String> preparing(JsonNode request) {
        Set<String> names = new HashSet<>();
        request.path("setup_tests").forEach(name -> names.add(name.asText()));
        if (request.path("setup").asBoolean()) {
            names.add("*");
        }
        return names;
    }

    private UrlRequest request(JsonNode script) {
        String uri = server.base(id)
                + (script.has("filename") ? "/" + script.get("filename").asText() : "")
                + (script.has("query_arg") ? "?" + script.get("query_arg").asText() : "");
        UrlRequest.Builder builder = UrlRequest.newBuilder(URI.create(uri))
                .setValue("Test-ID", id)
                .setValue("Req-Num", Integer.toString(number))
                .httpMethod(script.path("request_method").asText("GET"));
        for (JsonNode field : script.path("request_headers")) {
            String name = field.get(0).asText();
            Instant from = script.path("magic_ims").asBoolean() ? previousServerNow : time.instant();
            builder.addValue(
                    name, CaseDates.value(name, field.get(1), from, script).strip());
        }
        if (script.hasNonNull("request_body")) {
            builder.httpBody(script.get("request_body").asText().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        switch (script.path("cache").asText("default")) {
            case "no-cache" -> builder.cachePolicy(CachePolicy.RELOAD_REVALIDATING_CACHE_DATA);
            case "default" -> {}
            default -> throw new IllegalArgumentException("a cache mode of fetch that no case had: " + script);
        }
        return builder.build();
    }

    private void check(JsonNode script, @Nullable UrlData data) throws Unmet {
        if (data == null) {
            require(
                    "response",
                    script.has("expected_status")
                            && script.get("expected_status").isNull(),
                    "no response");
            return;
        }
        long count = data.response()
                .headers()
                .firstValueAsLong("server-request-count")
                .orElse(-1);
        previousServerNow = Instant.ofEpochMilli(
                data.response().headers().firstValueAsLong("server-now").orElse(0));
        String type = script.path("expected_type").asText();
        if (type.equals("cached")) {
            require("expected_type", count < number, "not answered from the cache");
        } else if (type.equals("not_cached")) {
            require("expected_type", count == number, "answered from the cache");
        }
        checkStatus(script, data);
        for (JsonNode field : script.path("expected_response_headers")) {
            checkField(field, data, script);
        }
        for (JsonNode field : script.path("expected_response_headers_missing")) {
            String name = field.isArray() ? field.get(0).asText() : field.asText();
            Optional<String> value = data.response().value(name);
            boolean there = field.isArray()
                    ? value.map(text -> text.contains(field.get(1).asText())).orElse(false)
                    : value.isPresent();
            require("expected_response_headers_missing", !there, name + " is there: " + value.orElse(""));
        }
        checkBody(script, data);
    }

    private void checkStatus(JsonNode script, UrlData data) throws Unmet {
        int status = data.response().statusCode();
        int expected = script.has("expected_status")
                ? script.get("expected_status").asInt()
                : script.path("response_status").path(0).asInt(-1);
        require("expected_status", expected < 0 ? status != 999 : status == expected, "status " + status);
    }

    private void checkField(JsonNode field, UrlData data, JsonNode script) throws Unmet {
        String name = field.isArray() ? field.get(0).asText() : field.asText();
        Optional<String> value = data.response().headers().map().containsKey(name.toLowerCase(java.util.Locale.ROOT))
                ? Optional.of(String.join(", ", data.response().headers().allValues(name)))
                : Optional.empty();
        boolean met;
        if (!field.isArray()) {
            met = value.isPresent();
        } else if (field.size() == 3 && field.get(1).asText().equals("=")) {
            met = value.isPresent()
                    && value.equals(data.response().value(field.get(2).asText()));
        } else if (field.size() == 3 && field.get(1).asText().equals(">")) {
            met = value.map(text -> Long.parseLong(text) > field.get(2).asLong())
                    .orElse(false);
        } else {
            met = value.equals(Optional.of(CaseDates.value(name, field.get(1), previousServerNow, script)));
        }
        require("expected_response_headers", met, name + " is " + value.orElse("not there") + ", not as in " + field);
    }

    private void checkBody(JsonNode script, UrlData data) throws Unmet {
        if (!script.path("check_body").asBoolean(true)
                || script.path("request_method").asText().equals("HEAD")
                || data.response().statusCode() == 204) {
            return;
        }
        String expected = id;
        for (String name : List.of("response_body", "expected_response_text")) {
            if (script.hasNonNull(name)) {
                expected = script.get(name).asText();
            }
        }
        require("expected_response_text", expected.equals(data.text()), "the body is \"" + data.text() + "\"");
    }

    private void checkWhatTheServerSaw() throws Unmet {
        number = 0;
        for (JsonNode script : this.script.requests()) {
            number++;
            preparing = preparing(script);
            CaseServer.Seen seen = running.request(number);
            String type = script.path("expected_type").asText();
            if (type.equals("etag_validated") || type.equals("lm_validated")) {
                String condition = type.startsWith("etag") ? "if-none-match" : "if-modified-since";
                require(
                        "expected_type",
                        seen != null && seen.fields().containsKey(condition),
                        "the server saw no " + condition);
            }
            for (JsonNode field : script.path("expected_request_headers")) {
                String name = field.isArray() ? field.get(0).asText() : field.asText();
                String value = seen == null ? null : seen.fields().get(name);
                require(
                        "expected_request_headers",
                        value != null
                                && (!field.isArray()
                                        || value.equals(field.get(1).asText())),
                        "the server saw " + name + ": " + value);
            }
            for (JsonNode field : script.path("expected_request_headers_missing")) {
                require(
                        "expected_request_headers_missing",
                        seen == null || !seen.fields().containsKey(field.asText()),
                        "the server saw " + field.asText());
            }
            if (script.has("expected_method")) {
                require(
                        "expected_method",
                        seen != null
                                && seen.method()
                                        .equals(script.get("expected_method").asText()),
                        "the server saw no such method");
            }
        }
    }

    private void require(String part, boolean met, String otherwise) throws Unmet {
        if (!met) {
            boolean early = preparing.contains("*") || preparing.contains(part);
            throw new Unmet("request " + number + (early ? " (preparing): " : ": ") + otherwise);
        }
    }
}
