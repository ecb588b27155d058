package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Target;
import dev.quiver.interop.TargetSyntax;
import dev.quiver.interop.Trial;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.trust.Identity;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;

/** A server that wants to know who its client is. */
final class ClientCertificate extends Http3Case {
    ClientCertificate() {
        super(
                "mtls",
                "MT",
                Duration.ofSeconds(15),
                "A client certificate is shown to a server that wants one, and without it the refusal is known for what it is.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Target target = trial.target();
        String place = target.option("mtls");
        String certificate = target.option("client-cert");
        String key = target.option("client-key");
        if (place == null || certificate == null || key == null) {
            throw CaseEndedException.undeclared(
                    "say mtls=HOST:PORT of the server where it demands a certificate, client-cert=PEM and client-key=PEM");
        }
        TargetSyntax.Place at = TargetSyntax.place(place);
        URI uri = target.at(at.host(), at.port()).uri(target.path());
        Identity identity = Identity.fromPem(Path.of(certificate), Path.of(key));
        H3Response<byte[]> response = trial.send(
                trial.open(Ask.client(trial).identity(identity)),
                HttpRequest.newBuilder(uri).build());
        HandshakeReport handshake = response.handshake();
        if (handshake == null || handshake.event(HandshakeEvent.IdentityWanted.class) == null) {
            return Answer.failed(
                    "it answered with status " + response.statusCode() + ", and never asked for a certificate");
        }
        try {
            H3Response<byte[]> unknown =
                    trial.send(Ask.open(trial), HttpRequest.newBuilder(uri).build());
            return Answer.failed(
                    "a client without a certificate was answered too, with status " + unknown.statusCode());
        } catch (H3Exception refused) {
            if (refused.kind() != H3Exception.Kind.CLIENT_CERTIFICATE_WANTED) {
                return Answer.failed("without a certificate it ends with " + refused.kind() + ", "
                        + refused.getMessage() + ", not with CLIENT_CERTIFICATE_WANTED");
            }
            return Answer.succeeded("with " + identity.leaf().getSubjectX500Principal() + " status "
                    + response.statusCode() + "; without, refused: CLIENT_CERTIFICATE_WANTED with "
                    + refused.codeName());
        }
    }
}
