package dev.quiver.quic.trust;

import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How the certificates were put together: order, repetitions, what does not belong, what is unreadable. */
final class OrderCheck {
    private final PresentedChain chain;
    private final Findings findings;

    private OrderCheck(PresentedChain chain, Findings findings) {
        this.chain = chain;
        this.findings = findings;
    }

    static void look(PresentedChain chain, Findings findings) {
        OrderCheck check = new OrderCheck(chain, findings);
        check.unreadable();
        check.repeatedAndForeign();
        check.misordered();
    }

    private void unreadable() {
        for (InspectedCertificate certificate : chain.all()) {
            if (certificate.fault() != null) {
                findings.add(
                        FindingId.UNREADABLE,
                        certificate.index(),
                        "Certificate " + certificate.index() + " cannot be decoded: " + certificate.fault() + ".",
                        "Take it out of the server's chain file or replace it.");
            }
        }
        String exceeded = chain.whole() ? InboundLimits.exceeded(chain.readable()) : null;
        if (exceeded != null) {
            findings.add(
                    FindingId.UNREADABLE,
                    null,
                    "Java clients do not read the chain: " + exceeded + ".",
                    "Send only the server's own certificate and the intermediates it needs.");
        }
        int left = chain.sent() - chain.all().size();
        if (left > 0) {
            findings.add(
                    FindingId.UNREADABLE,
                    null,
                    "The last " + left + " of " + chain.sent() + " certificates were not looked at.",
                    "Send only the server's own certificate and the intermediates it needs.");
        }
    }

    private void repeatedAndForeign() {
        Set<X509Certificate> seen = new HashSet<>();
        for (InspectedCertificate inspected : chain.all()) {
            X509Certificate certificate = inspected.certificate();
            if (certificate == null) {
                continue;
            }
            int index = inspected.index();
            if (!seen.add(certificate)) {
                findings.add(
                        FindingId.DUPLICATE,
                        index,
                        "Certificate " + index + " is the same as number " + chain.indexOf(certificate) + ".",
                        "Take the repetition out of the server's chain file.");
                continue;
            }
            boolean root = index > 0 && selfIssued(certificate);
            if (root) {
                findings.add(
                        FindingId.ROOT_SENT,
                        index,
                        "The root " + Shown.name(certificate.getSubjectX500Principal())
                                + " was sent. Clients have it or do not trust it, so its bytes are wasted.",
                        "Leave the root out of the server's chain file.");
            } else if (chain.leaf() != null && !chain.related(certificate)) {
                findings.add(
                        FindingId.EXTRA_CERTIFICATE,
                        index,
                        Shown.name(certificate.getSubjectX500Principal())
                                + " certifies nothing in the chain of the server's certificate.",
                        "Take it out of the server's chain file; if it was meant to be the issuer, it is the wrong one.");
            }
        }
    }

    private void misordered() {
        List<X509Certificate> related =
                chain.readable().stream().filter(chain::related).distinct().toList();
        for (int i = 1; i < related.size(); i++) {
            X509Certificate certificate = related.get(i);
            boolean certifiesAnEarlierOne = related.subList(0, i).stream()
                    .anyMatch(earlier -> chain.signatures().issued(certificate, earlier));
            if (!certifiesAnEarlierOne) {
                findings.add(
                        FindingId.MISORDERED,
                        chain.indexOf(certificate),
                        Shown.name(certificate.getSubjectX500Principal())
                                + " comes before the certificate that it certifies.",
                        "Put the server's certificate first and each issuer right behind the one it issued.");
            }
        }
        leafNotFirst();
    }

    private void leafNotFirst() {
        X509Certificate first = chain.leaf();
        if (first == null || first.getBasicConstraints() < 0) {
            return;
        }
        for (X509Certificate other : chain.readable()) {
            if (other.getBasicConstraints() < 0 && chain.signatures().issued(first, other)) {
                findings.add(
                        FindingId.MISORDERED,
                        0,
                        "The first certificate is an authority's; the server's own comes later.",
                        "Put the server's certificate first and each issuer right behind the one it issued.");
                return;
            }
        }
    }

    private boolean selfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                && chain.signatures().selfSigned(certificate);
    }
}
