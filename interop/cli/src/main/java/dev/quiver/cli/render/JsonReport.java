package dev.quiver.cli.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.TransferReport;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.Route;
import dev.quiver.quic.HandshakeReport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as one line of JSON: every key is there, null where unknown. Scripts rely on the keys and their order. */
public final class JsonReport {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonReport() {}

    /** The line, without its end. */
    public static String line(TransferReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, report);
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes everything", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, TransferReport report) throws IOException {
        json.writeStartObject();
        json.writeStringField("url", report.url());
        number(json, "status", report.status() == null ? null : report.status().longValue());
        json.writeStringField("protocol", report.protocol());
        headers(json, "headers", report.headers());
        headers(json, "trailers", report.trailers());
        informational(json, report.informational());
        number(json, "bodyBytes", report.bodyBytes());
        json.writeStringField("bodySha256", report.bodySha256());
        route(json, report.route());
        handshake(json, report.handshake());
        timing(json, report.timing());
        peerStreams(json, report.peerStreams());
        failure(json, report.failure());
        json.writeEndObject();
    }

    private static void headers(JsonGenerator json, String key, @Nullable HttpHeaders headers) throws IOException {
        if (headers == null) {
            json.writeNullField(key);
            return;
        }
        json.writeObjectFieldStart(key);
        for (Map.Entry<String, List<String>> field : headers.map().entrySet()) {
            json.writeArrayFieldStart(field.getKey());
            for (String value : field.getValue()) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void informational(JsonGenerator json, @Nullable List<InformationalResponse> responses)
            throws IOException {
        if (responses == null) {
            json.writeNullField("informational");
            return;
        }
        json.writeArrayFieldStart("informational");
        for (InformationalResponse response : responses) {
            json.writeStartObject();
            json.writeNumberField("status", response.status());
            headers(json, "headers", response.headers());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void route(JsonGenerator json, @Nullable Route route) throws IOException {
        if (route == null) {
            json.writeNullField("route");
            return;
        }
        json.writeArrayFieldStart("route");
        for (Route.Attempt attempt : route.attempts()) {
            json.writeStartObject();
            json.writeStringField("via", attempt.via().toString());
            json.writeStringField("outcome", attempt.outcome().toString());
            json.writeStringField("reason", attempt.reason());
            millis(json, "ms", attempt.elapsed());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void handshake(JsonGenerator json, @Nullable HandshakeReport handshake) throws IOException {
        if (handshake == null) {
            json.writeNullField("handshake");
            return;
        }
        json.writeObjectFieldStart("handshake");
        json.writeStringField("quicVersion", HandshakeWords.version(handshake.quicVersion()));
        json.writeStringField("alpn", handshake.alpn());
        json.writeStringField("cipherSuite", handshake.cipherSuite());
        if (handshake.resumed() == null) {
            json.writeNullField("resumed");
        } else {
            json.writeBooleanField("resumed", handshake.resumed());
        }
        json.writeStringField("earlyData", HandshakeWords.earlyData(handshake.earlyData()));
        json.writeBooleanField("retry", handshake.retry());
        json.writeStringField("local", HandshakeWords.address(handshake.local()));
        json.writeStringField("remote", HandshakeWords.address(handshake.remote()));
        json.writeArrayFieldStart("presentedChain");
        for (X509Certificate certificate : handshake.presentedChain()) {
            certificate(json, certificate);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void certificate(JsonGenerator json, X509Certificate certificate) throws IOException {
        json.writeStartObject();
        json.writeStringField("subject", certificate.getSubjectX500Principal().getName());
        json.writeStringField("issuer", certificate.getIssuerX500Principal().getName());
        json.writeStringField("sha256", HandshakeWords.fingerprint(certificate));
        json.writeStringField(
                "notBefore", certificate.getNotBefore().toInstant().toString());
        json.writeStringField("notAfter", certificate.getNotAfter().toInstant().toString());
        json.writeEndObject();
    }

    private static void timing(JsonGenerator json, TransferReport.Timing timing) throws IOException {
        json.writeObjectFieldStart("timingMs");
        millis(json, "resolve", timing.resolve());
        millis(json, "handshake", timing.handshake());
        millis(json, "firstByte", timing.firstByte());
        millis(json, "total", timing.total());
        json.writeEndObject();
    }

    private static void peerStreams(JsonGenerator json, @Nullable List<PeerStream> streams) throws IOException {
        if (streams == null) {
            json.writeNullField("peerStreams");
            return;
        }
        json.writeArrayFieldStart("peerStreams");
        for (PeerStream stream : streams) {
            json.writeStartObject();
            json.writeNumberField("id", stream.id());
            json.writeStringField("type", stream.type());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void failure(JsonGenerator json, @Nullable Failure failure) throws IOException {
        if (failure == null) {
            json.writeNullField("error");
            return;
        }
        json.writeObjectFieldStart("error");
        json.writeStringField("kind", failure.kind().name());
        json.writeStringField("scope", failure.scope());
        json.writeStringField("origin", failure.origin());
        number(json, "code", failure.code());
        json.writeStringField("codeName", failure.codeName());
        json.writeStringField("message", failure.message());
        json.writeStringField("outcome", failure.outcome());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String key, @Nullable Long value) throws IOException {
        if (value == null) {
            json.writeNullField(key);
        } else {
            json.writeNumberField(key, value);
        }
    }

    private static void millis(JsonGenerator json, String key, @Nullable Duration duration) throws IOException {
        if (duration == null) {
            json.writeNullField(key);
        } else {
            json.writeNumberField(key, Amounts.millis(duration));
        }
    }
}
