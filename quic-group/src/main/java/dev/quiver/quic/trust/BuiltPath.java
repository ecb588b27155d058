package dev.quiver.quic.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path from the leaf to an anchor that names and signatures allow, and what two validators say of it. Host name and
 * revocation are not their part.
 *
 * @param certificates leaf first, anchor last
 * @param jdkFault why the JDK's PKIX validator refuses it; null if it does not
 * @param bouncyCastleFault why Bouncy Castle's PKIX validator refuses it; null if it does not
 */
public record BuiltPath(
        List<X509Certificate> certificates,
        @Nullable String jdkFault,
        @Nullable String bouncyCastleFault) {
    public BuiltPath {
        certificates = List.copyOf(certificates);
    }

    /** Whether both find it valid. */
    public boolean valid() {
        return jdkFault == null && bouncyCastleFault == null;
    }

    /** Where it ends. */
    public X509Certificate anchor() {
        return certificates.get(certificates.size() - 1);
    }
}
