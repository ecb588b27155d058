package dev.quiver.testkit.pki;

import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What a certificate says its key is for (extended key usage, RFC 5280 §4.2.1.12). */
public enum KeyPurpose {
    /** TLS server. */
    SERVER(KeyPurposeId.id_kp_serverAuth),
    /** TLS client. */
    CLIENT(KeyPurposeId.id_kp_clientAuth),
    /** Neither: the signing of code, for tests of the wrong purpose. */
    CODE_SIGNING(KeyPurposeId.id_kp_codeSigning);

    private final KeyPurposeId id;

    KeyPurpose(KeyPurposeId id) {
        this.id = id;
    }

    KeyPurposeId id() {
        return id;
    }
}
