package dev.quiver.quic.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where operating systems keep their anchors. */
final class OperatingSystemAnchors {
    /** Debian and Arch; Fedora; RHEL; openSUSE; Alpine and the BSDs. The first that exists counts. */
    static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"),
            Path.of("/usr/local/etc/ssl/cert.pem"));

    private OperatingSystemAnchors() {}

    static Set<X509Certificate> load() {
        return load(System.getProperty("os.name", ""), BUNDLES);
    }

    static Set<X509Certificate> load(String system, List<Path> bundles) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return fromStores("Windows-ROOT");
        }
        if (name.startsWith("mac")) {
            // The first holds the system's roots (JDK 23 and later updates); the second what the user added.
            Set<X509Certificate> roots = fromStores("KeychainStore-ROOT");
            roots.addAll(fromStores("KeychainStore"));
            return roots;
        }
        for (Path bundle : bundles) {
            if (Files.isReadable(bundle)) {
                try {
                    return new LinkedHashSet<>(PemFile.certificates(bundle));
                } catch (IOException e) {
                    throw refused("its bundle is unusable: " + e.getMessage(), e);
                }
            }
        }
        throw refused("none of the usual bundle files is there: " + bundles, null);
    }

    private static Set<X509Certificate> fromStores(String type) {
        Set<X509Certificate> found = new LinkedHashSet<>();
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate anchor) {
                    found.add(anchor);
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw refused("this JDK cannot read the store " + type, e);
        }
        return found;
    }

    private static UnsupportedOperationException refused(String why, @Nullable Throwable cause) {
        return new UnsupportedOperationException(
                "the operating system's anchors cannot be read: " + why
                        + ". Use platform(), or name a file with anchorsFromPem(…).",
                cause);
    }
}
