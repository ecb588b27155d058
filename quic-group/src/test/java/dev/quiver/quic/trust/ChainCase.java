package dev.quiver.quic.trust;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A chain and what is to be said of it.
 *
 * @param expected findings as {@code ID@index}, blank-separated, {@code -} for no index, in the report's order
 * @param trusted the verdict; null where it depends on the JDK's own settings
 * @param key the leaf's, for a server that presents the chain; null where TLS cannot carry it
 */
record ChainCase(
        String name,
        String host,
        List<byte[]> presented,
        List<X509Certificate> anchors,
        String expected,
        @Nullable Boolean trusted,
        @Nullable PrivateKey key) {

    static Builder of(String name, Authority... presented) {
        return new Builder(name, presented);
    }

    static String written(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.id() + "@" + (finding.certificate() == null ? "-" : finding.certificate()))
                .collect(Collectors.joining(" "));
    }

    ChainReport inspect() {
        return ChainInspector.newBuilder().anchors(anchors).build().inspect(host, presented);
    }

    @Override
    public String toString() {
        return name;
    }

    static final class Builder {
        private final String name;
        private final List<byte[]> presented = new ArrayList<>();
        private String host = "example.com";
        private List<X509Certificate> anchors = List.of(ChainCases.ROOT.certificate());
        private @Nullable PrivateKey key;

        private Builder(String name, Authority... presented) {
            this.name = name;
            this.key = presented[0].key();
            for (Authority authority : presented) {
                this.presented.add(der(authority));
            }
        }

        Builder host(String text) {
            host = text;
            return this;
        }

        Builder anchors(Authority... authorities) {
            anchors = Arrays.stream(authorities).map(Authority::certificate).toList();
            return this;
        }

        Builder raw(int index, byte[] der) {
            presented.set(index, der);
            return this;
        }

        Builder noTls() {
            key = null;
            return this;
        }

        ChainCase trusted(String expected) {
            return new ChainCase(name, host, presented, anchors, expected, true, key);
        }

        ChainCase rejected(String expected) {
            return new ChainCase(name, host, presented, anchors, expected, false, key);
        }

        ChainCase asTheJdkSays(String expected) {
            return new ChainCase(name, host, presented, anchors, expected, null, key);
        }
    }

    static byte[] der(Authority authority) {
        try {
            return authority.certificate().getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
