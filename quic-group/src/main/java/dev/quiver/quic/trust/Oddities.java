package dev.quiver.quic.trust;

import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** What a decoded certificate has that RFC 5280 forbids, though clients bear it. */
final class Oddities {
    /** RFC 5280 §4.1.2.2: at most 20 octets. */
    private static final int SERIAL_BITS = 159;

    private Oddities() {}

    static List<String> of(X509Certificate certificate, int sentBytes) {
        List<String> remarks = new ArrayList<>();
        BigInteger serial = certificate.getSerialNumber();
        if (serial.signum() < 0) {
            remarks.add("its serial number is negative");
        } else if (serial.signum() == 0) {
            remarks.add("its serial number is zero");
        }
        if (serial.bitLength() > SERIAL_BITS) {
            remarks.add("its serial number has more than 20 octets");
        }
        if (certificate.getVersion() < 3) {
            remarks.add("it is of version " + certificate.getVersion() + " and can have no extensions");
        }
        if (certificate.getNotAfter().before(certificate.getNotBefore())) {
            remarks.add("its validity ends before it begins");
        }
        try {
            int behind = sentBytes - certificate.getEncoded().length;
            if (behind > 0) {
                remarks.add("there are " + behind + " bytes behind its end");
            }
        } catch (CertificateEncodingException e) {
            remarks.add("it has no encoding");
        }
        return remarks;
    }
}
