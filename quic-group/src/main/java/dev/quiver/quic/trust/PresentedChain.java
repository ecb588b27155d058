package dev.quiver.quic.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A chain as it came, decoded as far as possible, with the certificates that have to do with the leaf. */
final class PresentedChain {
    /** TLS sets no limit to the number; this many are decoded. */
    static final int MOST = 128;

    private final List<InspectedCertificate> all;
    private final List<X509Certificate> readable;
    private final int sent;
    private final Signatures signatures = new Signatures();
    private final Set<X509Certificate> related = new LinkedHashSet<>();

    private PresentedChain(List<InspectedCertificate> all, int sent) {
        this.all = all;
        this.sent = sent;
        this.readable = all.stream()
                .map(InspectedCertificate::certificate)
                .filter(Objects::nonNull)
                .map(certificate -> (X509Certificate) certificate)
                .toList();
        X509Certificate leaf = leaf();
        if (leaf != null) {
            relate(leaf);
        }
    }

    static PresentedChain decode(List<byte[]> ders) {
        List<InspectedCertificate> all = new ArrayList<>();
        for (byte[] der : ders.subList(0, Math.min(ders.size(), MOST))) {
            all.add(InspectedCertificate.decode(all.size(), der.clone()));
        }
        return new PresentedChain(List.copyOf(all), ders.size());
    }

    /** Upwards from the leaf by names and signatures. */
    private void relate(X509Certificate leaf) {
        List<X509Certificate> open = new ArrayList<>(List.of(leaf));
        related.add(leaf);
        for (int i = 0; i < open.size(); i++) {
            for (X509Certificate candidate : readable) {
                if (!related.contains(candidate) && signatures.issued(candidate, open.get(i))) {
                    related.add(candidate);
                    open.add(candidate);
                }
            }
        }
    }

    List<InspectedCertificate> all() {
        return all;
    }

    /** How many were sent, decoded or not. */
    int sent() {
        return sent;
    }

    /** Those that could be decoded, in wire order. */
    List<X509Certificate> readable() {
        return readable;
    }

    /** Whether all could be decoded. */
    boolean whole() {
        return readable.size() == sent;
    }

    /** The first, if it could be decoded. */
    @Nullable
    X509Certificate leaf() {
        return all.isEmpty() ? null : all.get(0).certificate();
    }

    /** Whether it is the leaf or certifies, by one step or more, the leaf. */
    boolean related(X509Certificate certificate) {
        return related.contains(certificate);
    }

    /** Where a certificate first stands; null where it was not sent. */
    @Nullable
    Integer indexOf(X509Certificate certificate) {
        for (InspectedCertificate candidate : all) {
            if (certificate.equals(candidate.certificate())) {
                return candidate.index();
            }
        }
        return null;
    }

    Signatures signatures() {
        return signatures;
    }
}
