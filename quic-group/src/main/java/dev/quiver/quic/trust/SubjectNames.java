package dev.quiver.quic.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** The alternative names that a host can be compared with. */
final class SubjectNames {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private SubjectNames() {}

    /** DNS names and addresses, at most so many; empty where there are none or they cannot be read. */
    static List<String> of(X509Certificate certificate, int most) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null
                    ? List.of()
                    : alternatives.stream()
                            .filter(entry -> entry.get(0).equals(DNS_NAME)
                                    || entry.get(0).equals(IP_ADDRESS))
                            .limit(most)
                            .map(entry -> Shown.text(String.valueOf(entry.get(1))))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    static int count(X509Certificate certificate) {
        return of(certificate, Integer.MAX_VALUE).size();
    }
}
