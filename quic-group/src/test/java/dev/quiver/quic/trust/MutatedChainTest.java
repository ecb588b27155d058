package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Certificates changed by their structure rather than by the byte: values lost, doubled, swapped, given another tag, a false
 * length or a depth of thousands, with the lengths around them put right, so that decoders get far. Whatever comes, there
 * are a report and a verdict in bounded time, and nothing but a whole chain is trusted.
 */
class MutatedChainTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final List<byte[]> GOOD = chain();

    private static final byte[] GOOD_LEAF = parts(content(GOOD.get(0))).get(0);

    private static List<byte[]> chain() {
        NameConstraints constraints = new NameConstraints(
                new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "example.com"))}, null);
        Authority narrow =
                ChainCases.ROOT.authority("Narrow", draft -> draft.with(Extension.nameConstraints, true, constraints));
        Authority leaf = narrow.leaf(draft -> draft.names("example.com", "127.0.0.1"));
        return List.of(ChainCase.der(leaf), ChainCase.der(narrow), ChainCase.der(ChainCases.ROOT));
    }

    @Property(tries = 600, seed = "4242")
    void anythingIsAFinding(@ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int victim, @ForAll boolean twice) {
        Random random = new Random(seed);
        List<byte[]> chain = new ArrayList<>(GOOD);
        chain.set(victim, mutated(chain.get(victim), random));
        if (twice) {
            int other = random.nextInt(chain.size());
            chain.set(other, mutated(chain.get(other), random));
        }
        judged(chain);
    }

    /** Extensions that decoders of their own look into. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.5.29.17",
                "2.5.29.30",
                "2.5.29.31",
                "2.5.29.15",
                "2.5.29.37",
                "2.5.29.19",
                "2.5.29.35",
                "2.5.29.14",
                "2.5.29.32",
                "1.3.6.1.5.5.7.1.1",
                "1.3.6.1.4.1.11129.2.4.2",
                "1.2.3.4"
            })
    void aDepthOfThousandsIsAFinding(String oid) throws Exception {
        for (int tag : new int[] {0x30, 0x31, 0x24, 0xa0, 0xa4}) {
            byte[] nested = nested(tag, 20_000);
            Authority leaf = ChainCases.ROOT.leaf(
                    draft -> draft.names("example.com").with(new ASN1ObjectIdentifier(oid), false, DERNull.INSTANCE));
            byte[] der = replaced(ChainCase.der(leaf), oid, nested);
            judged(List.of(der, GOOD.get(1), GOOD.get(2)));
            judged(List.of(GOOD.get(0), GOOD.get(1), der));
        }
    }

    private static void judged(List<byte[]> chain) {
        List<X509Certificate> raw = chain.stream()
                .map(der -> (X509Certificate) new RawCertificate(der))
                .toList();
        Assertions.assertTimeoutPreemptively(BOUND, () -> {
            List<X509Certificate> anchors = List.of(ChainCases.ROOT.certificate());
            ChainReport report =
                    ChainInspector.newBuilder().anchors(anchors).build().inspect("example.com", chain);
            assertThat(report.toString()).isNotNull();
            assertThat(report.trusted() || report.hasErrors()).isTrue();
            TrustVerdict verdict =
                    Verdicts.verdict(TrustEvaluator.anchors(anchors), Verdicts.context("example.com", raw));
            assertThat(verdict instanceof TrustVerdict.Trusted).isEqualTo(report.trusted());
            if (report.trusted()) {
                // Bytes behind the end are the JDK's to overlook; what is signed is as it was signed.
                assertThat(PemFile.certificate(chain.get(0)).getTBSCertificate())
                        .isEqualTo(GOOD_LEAF);
            }
        });
    }

    // ---- changes

    private static byte[] mutated(byte[] der, Random random) {
        return change(der, random, random.nextInt(6));
    }

    /** Walks down to a value, changes it, and writes the lengths above it anew. */
    private static byte[] change(byte[] der, Random random, int depth) {
        List<byte[]> parts = parts(der);
        if (parts.isEmpty()) {
            return other(der, random);
        }
        List<byte[]> changed = new ArrayList<>(parts);
        int at = random.nextInt(parts.size());
        byte[] part = parts.get(at);
        int header = header(part);
        boolean holds = header > 0 && (part[0] & 0x20) != 0;
        if (depth > 0 && holds) {
            byte[] inner = change(Arrays.copyOfRange(part, header, part.length), random, depth - 1);
            changed.set(at, tlv(part[0], inner));
            return joined(changed);
        }
        switch (random.nextInt(7)) {
            case 0 -> changed.remove(at);
            case 1 -> changed.add(at, part);
            case 2 -> changed.set(at, parts.get(random.nextInt(parts.size())));
            case 3 -> changed.set(at, tlv((byte) random.nextInt(256), part));
            case 4 -> changed.set(at, nested(0x30, 1 + random.nextInt(3000)));
            case 5 -> changed.set(at, tlv(part[0], new byte[random.nextInt(3000)]));
            default -> changed.set(at, other(part, random));
        }
        return joined(changed);
    }

    private static byte[] other(byte[] bytes, Random random) {
        byte[] other = bytes.clone();
        if (other.length > 0) {
            other[random.nextInt(other.length)] = (byte) random.nextInt(256);
        }
        return other;
    }

    /** The values that follow each other; none where the bytes are no DER. */
    private static List<byte[]> parts(byte[] der) {
        List<byte[]> parts = new ArrayList<>();
        int at = 0;
        while (at < der.length) {
            byte[] rest = Arrays.copyOfRange(der, at, der.length);
            int header = header(rest);
            int length = header < 0 ? -1 : header + length(rest);
            if (length < 0 || length > rest.length) {
                return List.of();
            }
            parts.add(Arrays.copyOf(rest, length));
            at += length;
        }
        return parts;
    }

    private static byte[] content(byte[] der) {
        return Arrays.copyOfRange(der, header(der), der.length);
    }

    private static int header(byte[] der) {
        if (der.length < 2) {
            return -1;
        }
        int first = der[1] & 0xff;
        int header = first < 0x80 ? 2 : 2 + (first & 0x7f);
        return first > 0x83 || header > der.length ? -1 : header;
    }

    private static int length(byte[] der) {
        int first = der[1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | der[2 + i] & 0xff;
        }
        return length;
    }

    private static byte[] tlv(byte tag, byte[] content) {
        return joined(List.of(head(tag, content.length), content));
    }

    /** So many values of this tag within each other. */
    private static byte[] nested(int tag, int depth) {
        // Written from the inside to the end of one array: by concatenation it would be quadratic.
        byte[] bytes = new byte[depth * 4 + 8];
        int at = bytes.length;
        bytes[--at] = 0;
        bytes[--at] = 5;
        for (int i = 0; i < depth; i++) {
            byte[] sized = head((byte) tag, bytes.length - at);
            if (at < sized.length) {
                break;
            }
            at -= sized.length;
            System.arraycopy(sized, 0, bytes, at, sized.length);
        }
        return Arrays.copyOfRange(bytes, at, bytes.length);
    }

    private static byte[] head(byte tag, int length) {
        if (length < 0x80) {
            return new byte[] {tag, (byte) length};
        }
        if (length < 0x100) {
            return new byte[] {tag, (byte) 0x81, (byte) length};
        }
        if (length < 0x10000) {
            return new byte[] {tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        }
        return new byte[] {tag, (byte) 0x83, (byte) (length >> 16), (byte) (length >> 8), (byte) length};
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** The certificate with another value in the extension, which holds a NULL now; all lengths are put right. */
    private static byte[] replaced(byte[] der, String oid, byte[] value) throws Exception {
        byte[] id = new ASN1ObjectIdentifier(oid).getEncoded();
        List<byte[]> whole = parts(der);
        return joined(List.of(replaceIn(whole.get(0), id, value)));
    }

    private static byte[] replaceIn(byte[] part, byte[] id, byte[] value) {
        int header = header(part);
        if ((part[0] & 0x20) == 0 || header < 0) {
            return part;
        }
        List<byte[]> inner = parts(Arrays.copyOfRange(part, header, part.length));
        if (!inner.isEmpty() && Arrays.equals(inner.get(0), id)) {
            return tlv(part[0], joined(List.of(id, tlv((byte) 4, value))));
        }
        return tlv(
                part[0], joined(inner.stream().map(p -> replaceIn(p, id, value)).toList()));
    }
}
