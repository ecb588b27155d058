package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Target;
import dev.quiver.interop.TargetSyntax;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.quic.HandshakeReport;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A certificate for someone else. */
final class WrongName extends Http3Case {
    /** Nobody can have a certificate for it (RFC 6761 §6.4). */
    private static final String NOBODY = "not-this-host.invalid";

    WrongName() {
        super(
                "wrong-name",
                "WN",
                Duration.ofSeconds(10),
                "A server whose certificate is for another name is refused before a request is sent.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Target target = trial.target();
        String place = target.option("wrong-name");
        String authority;
        H3Client client;
        if (place != null) {
            TargetSyntax.Place at = TargetSyntax.place(place);
            authority = new Target(target.name(), at.host(), at.port(), "/", target.options()).authority();
            client = Ask.open(trial);
        } else {
            authority = NOBODY + ":" + target.port();
            client = trial.open(Ask.client(trial).connectTo(trial.address()));
        }
        H3Exception refusal;
        try {
            H3Response<byte[]> response = trial.send(
                    client,
                    HttpRequest.newBuilder(URI.create("https://" + authority + target.path()))
                            .build());
            return answered(authority, response);
        } catch (H3Exception refused) {
            refusal = refused;
        }
        if (refusal.kind() == H3Exception.Kind.TLS_ALERT || refusal.kind() == H3Exception.Kind.CLOSED_BY_PEER) {
            return Answer.unsupported(
                    Answer.By.SERVER,
                    "it refuses a handshake for " + authority + " by itself, with " + refusal.codeName()
                            + "; say wrong-name=HOST:PORT of one that presents the wrong certificate");
        }
        if (refusal.kind() != H3Exception.Kind.CERTIFICATE_REJECTED) {
            throw refusal;
        }
        for (Qlog log : trial.finish()) {
            Set<Long> asked = new StreamLog(log).requests(true);
            if (!asked.isEmpty()) {
                return Answer.failed("it was refused, but only after something was sent on streams " + asked);
            }
        }
        HandshakeReport handshake = refusal.handshake();
        List<X509Certificate> chain = handshake == null ? List.of() : handshake.presentedChain();
        return Answer.succeeded("asked as " + authority + " it presented "
                + (chain.isEmpty()
                        ? "?"
                        : chain.get(0).getSubjectX500Principal().getName())
                + ", and was refused with " + refusal.codeName() + " (" + refusal.getMessage()
                + "); the qlog has nothing sent on a request stream");
    }

    private static Answer answered(String authority, H3Response<byte[]> response) throws Exception {
        HandshakeReport handshake = response.handshake();
        List<X509Certificate> chain = handshake == null ? List.of() : handshake.presentedChain();
        boolean named = !chain.isEmpty()
                && chain.get(0).getSubjectAlternativeNames() != null
                && chain.get(0).getSubjectAlternativeNames().stream()
                        .anyMatch(name -> authority.startsWith(String.valueOf(name.get(1)) + ":")
                                || authority.startsWith("[" + name.get(1) + "]"));
        return named
                ? Answer.unsupported(
                        Answer.By.SERVER, "it has a certificate that is good for " + authority + " as well")
                : Answer.failed("asked as " + authority + " it was trusted with " + chain.size()
                        + " certificates, and answered with status " + response.statusCode());
    }
}
