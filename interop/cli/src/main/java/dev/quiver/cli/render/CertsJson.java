package dev.quiver.cli.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.quiver.cli.certs.CertsResult;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.quic.probe.TransportReport;
import dev.quiver.quic.trust.ChainReport;
import dev.quiver.quic.trust.Finding;
import dev.quiver.quic.trust.InspectedCertificate;
import dev.quiver.quic.trust.TrustContext.Transport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code quiver certs} found at a host, as one line of JSON. Scripts rely on the keys and their order. */
public final class CertsJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final Set<Transport> asked;
    private final boolean pem;

    /**
     * @param asked the transports that were asked for; the others are null
     * @param pem whether to write the certificates themselves
     */
    public CertsJson(Set<Transport> asked, boolean pem) {
        this.asked = asked;
        this.pem = pem;
    }

    /** The line, without its end. */
    public String line(CertsResult result) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, result);
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes everything", e);
        }
        return text.toString();
    }

    private void write(JsonGenerator json, CertsResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("host", result.target().host());
        if (result.target().server() == null) {
            json.writeNullField("port");
        } else {
            json.writeNumberField("port", result.target().server().port());
        }
        json.writeObjectFieldStart("transports");
        var report = result.report();
        transport(json, "quic", Transport.QUIC, report == null ? null : report.quic(), result.failure());
        transport(json, "tcp", Transport.TCP, report == null ? null : report.tcp(), result.failure());
        json.writeEndObject();
        json.writeBooleanField("differs", report != null && report.differs());
        json.writeEndObject();
    }

    private void transport(
            JsonGenerator json,
            String key,
            Transport transport,
            @Nullable TransportReport report,
            @Nullable Failure failure)
            throws IOException {
        if (!asked.contains(transport)) {
            json.writeNullField(key);
            return;
        }
        ChainReport chain = report == null ? null : report.chain();
        json.writeObjectFieldStart(key);
        if (chain == null) {
            json.writeNullField("presented");
            json.writeNullField("built");
            json.writeNullField("trusted");
            JsonReport.failure(
                    json, report != null && report.error() != null ? CertsResult.failure(report.error()) : failure);
        } else {
            presented(json, chain.presented());
            built(json, chain);
            json.writeBooleanField("trusted", chain.trusted());
            json.writeNullField("error");
        }
        findings(json, report == null ? List.of() : report.findings());
        json.writeEndObject();
    }

    private void presented(JsonGenerator json, List<InspectedCertificate> certificates) throws IOException {
        if (certificates.isEmpty()) {
            // A chain came, of which no byte is known.
            json.writeNullField("presented");
            return;
        }
        json.writeArrayFieldStart("presented");
        for (InspectedCertificate certificate : certificates) {
            certificate(json, certificate);
        }
        json.writeEndArray();
    }

    private void built(JsonGenerator json, ChainReport chain) throws IOException {
        List<X509Certificate> built = chain.built();
        if (built == null) {
            json.writeNullField("built");
            return;
        }
        json.writeArrayFieldStart("built");
        for (int i = 0; i < built.size(); i++) {
            certificate(json, InspectedCertificate.decode(i, Pem.der(built.get(i))));
        }
        json.writeEndArray();
    }

    private void certificate(JsonGenerator json, InspectedCertificate inspected) throws IOException {
        X509Certificate certificate = inspected.certificate();
        json.writeStartObject();
        if (certificate == null) {
            json.writeNullField("subject");
            json.writeNullField("issuer");
        } else {
            json.writeStringField(
                    "subject", certificate.getSubjectX500Principal().getName());
            json.writeStringField("issuer", certificate.getIssuerX500Principal().getName());
        }
        json.writeStringField("sha256", inspected.sha256());
        json.writeStringField(
                "notBefore",
                certificate == null
                        ? null
                        : certificate.getNotBefore().toInstant().toString());
        json.writeStringField(
                "notAfter",
                certificate == null
                        ? null
                        : certificate.getNotAfter().toInstant().toString());
        json.writeStringField(
                "serial",
                certificate == null ? null : certificate.getSerialNumber().toString(16));
        json.writeStringField(
                "key", inspected.key() == null ? null : inspected.key().toString());
        json.writeStringField("signature", inspected.signatureAlgorithm());
        json.writeStringField(
                "spkiSha256", inspected.pin() == null ? null : inspected.pin().toString());
        strings(json, "names", inspected.names());
        strings(json, "remarks", inspected.remarks());
        json.writeStringField("fault", inspected.fault());
        json.writeStringField("pem", pem ? Pem.of(inspected.der()) : null);
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String key, List<String> values) throws IOException {
        json.writeArrayFieldStart(key);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void findings(JsonGenerator json, List<Finding> findings) throws IOException {
        json.writeArrayFieldStart("findings");
        for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("id", finding.id().name());
            json.writeStringField("severity", finding.severity().name().toLowerCase(Locale.ROOT));
            if (finding.certificate() == null) {
                json.writeNullField("certificate");
            } else {
                json.writeNumberField("certificate", finding.certificate());
            }
            json.writeStringField("message", finding.message());
            json.writeStringField("remedy", finding.remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
