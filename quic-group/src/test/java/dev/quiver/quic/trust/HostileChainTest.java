package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Chains made to cost time or to break the inspector. */
class HostileChainTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Authority ROOT = ChainCases.ROOT;

    @Test
    void authoritiesThatAllVouchForEachOther() {
        Authority[] ring = new Authority[11];
        Arrays.setAll(ring, i -> Authority.root("Ring " + i));
        List<byte[]> presented = new ArrayList<>();
        presented.add(ChainCase.der(ring[0].leaf("example.com")));
        for (Authority issuer : ring) {
            for (int i = 0; i < ring.length; i++) {
                presented.add(ChainCase.der(issuer.authority("Ring " + i)));
            }
        }
        ChainReport report = Assertions.assertTimeoutPreemptively(BOUND, () -> inspect(presented));
        assertThat(report.trusted()).isFalse();
        assertThat(report.paths()).isEmpty();
        ChainReport anchored = Assertions.assertTimeoutPreemptively(
                BOUND,
                () -> ChainInspector.newBuilder()
                        .anchors(List.of(ring[5].certificate()))
                        .build()
                        .inspect("example.com", presented));
        assertThat(anchored.paths()).hasSizeLessThanOrEqualTo(16);
    }

    @Test
    void constraintsTimesNames() {
        GeneralSubtree[] subtrees = new GeneralSubtree[2000];
        Arrays.setAll(subtrees, i -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, "n" + i + ".test")));
        Authority narrow = ROOT.authority(
                "Narrow", d -> d.with(Extension.nameConstraints, true, new NameConstraints(null, subtrees)));
        Authority narrower = narrow.authority(
                "Narrower", d -> d.with(Extension.nameConstraints, true, new NameConstraints(subtrees, null)));
        String[] names = new String[2000];
        Arrays.setAll(names, i -> "h.n" + i + ".test");
        List<byte[]> presented =
                List.of(ChainCase.der(narrower.leaf(names)), ChainCase.der(narrower), ChainCase.der(narrow));
        ChainReport report = Assertions.assertTimeoutPreemptively(BOUND, () -> inspect(presented));
        assertThat(report.findings(FindingId.NAME_CONSTRAINT)).isNotEmpty();
        assertThat(report.findings(FindingId.UNREADABLE)).isNotEmpty();
    }

    @Test
    void thousandsOfCertificates() {
        List<byte[]> presented = new ArrayList<>();
        presented.add(ChainCase.der(ChainCases.LEAF));
        byte[] between = ChainCase.der(ChainCases.BETWEEN);
        for (int i = 0; i < 5000; i++) {
            presented.add(between);
        }
        ChainReport report = Assertions.assertTimeoutPreemptively(BOUND, () -> inspect(presented));
        assertThat(report.presented()).hasSize(128);
        assertThat(report.findings(FindingId.UNREADABLE))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("last 4873 of 5001"));
    }

    @Test
    void namesCannotWriteIntoAReport() {
        Authority leaf =
                ROOT.leaf(d -> d.subject("CN=a\u001b[31m\u202Eb").names("\u0007\r\nHOST= x", "y".repeat(9000)));
        ChainReport report = inspect(List.of(ChainCase.der(leaf)));
        String all =
                report.presented().get(0).subject() + report.presented().get(0).names() + report.findings();
        assertThat(all).doesNotContain("\u001b", "\u0007", "\r", "\u202E").hasSizeLessThan(3000);
    }

    /** Seeded spoiling of a good chain: single bytes, runs, cuts, and bytes put in. */
    @Test
    void spoiledBytesAreFindingsAndNeverFailures() {
        Random random = new Random(20_240_611);
        Authority narrow = ROOT.authority(
                "Narrow",
                d -> d.with(
                        Extension.nameConstraints,
                        true,
                        new NameConstraints(
                                new GeneralSubtree[] {
                                    new GeneralSubtree(new GeneralName(GeneralName.dNSName, "example.com"))
                                },
                                null)));
        List<byte[]> good = List.of(
                ChainCase.der(narrow.leaf("example.com", "127.0.0.1")), ChainCase.der(narrow), ChainCase.der(ROOT));
        assertThat(inspect(good).trusted()).isTrue();
        for (int round = 0; round < 600; round++) {
            List<byte[]> spoiled = new ArrayList<>(good);
            int victim = random.nextInt(spoiled.size());
            spoiled.set(victim, spoil(good.get(victim), random));
            assertThatCode(() -> {
                        ChainReport report = inspect(spoiled);
                        assertThat(report.trusted() || report.hasErrors()).isTrue();
                    })
                    .as("round %s", round)
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] spoil(byte[] der, Random random) {
        byte[] bytes = der.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] = (byte) random.nextInt(256);
            case 1 -> {
                for (int i = at; i < Math.min(bytes.length, at + 8); i++) {
                    bytes[i] = (byte) random.nextInt(256);
                }
            }
            case 2 -> bytes = Arrays.copyOf(bytes, at);
            default -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 5);
                System.arraycopy(bytes, at, longer, at + 5, bytes.length - at);
                bytes = longer;
            }
        }
        return bytes;
    }

    private static ChainReport inspect(List<byte[]> presented) {
        return ChainInspector.newBuilder()
                .anchors(List.of(ROOT.certificate()))
                .build()
                .inspect("example.com", presented);
    }
}
