package dev.quiver.testkit.pki;

import java.security.PrivateKey;
import java.security.interfaces.ECKey;

/** Which signature a key makes unless told otherwise. */
final class Signatures {
    private Signatures() {}

    static String defaultFor(PrivateKey key) {
        if (key instanceof ECKey ec) {
            return ec.getParams().getCurve().getField().getFieldSize() > 256
                    ? KeyKind.EC_P384.signature()
                    : KeyKind.EC_P256.signature();
        }
        return key.getAlgorithm().equals("RSA") ? KeyKind.RSA_2048.signature() : KeyKind.ED25519.signature();
    }
}
