package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChainReportTest {
    private static final Authority ROOT = ChainCases.ROOT;
    private static final Authority BETWEEN = ChainCases.BETWEEN;
    private static final Authority LEAF = ChainCases.LEAF;

    @Test
    void setsTheBuiltChainBesideThePresented() {
        ChainReport report = inspect(LEAF, OTHER_BETWEEN, BETWEEN);
        assertThat(report.presented()).map(InspectedCertificate::index).containsExactly(0, 1, 2);
        assertThat(report.built()).containsExactly(LEAF.certificate(), BETWEEN.certificate(), ROOT.certificate());
        assertThat(report.paths()).singleElement().satisfies(path -> {
            assertThat(path.valid()).isTrue();
            assertThat(path.anchor()).isEqualTo(ROOT.certificate());
        });
        assertThat(report.trusted()).isTrue();
        assertThat(report.hasErrors()).isFalse();
    }

    private static final Authority OTHER_BETWEEN = ChainCases.OTHER.authority("Between");

    @Test
    void bothValidatorsSayWhyAPathFails() {
        Authority old = ROOT.authority("Old", CertificateDraft::expired);
        assertThat(inspect(old.leaf("example.com"), old).paths())
                .singleElement()
                .satisfies(path -> {
                    assertThat(path.jdkFault()).contains("validity check failed");
                    assertThat(path.bouncyCastleFault()).contains("NotAfter");
                    assertThat(path.valid()).isFalse();
                });
    }

    @Test
    void tellsWhatACertificateIs() {
        InspectedCertificate leaf = inspect(LEAF, BETWEEN).presented().get(0);
        assertThat(leaf.subject()).isEqualTo("CN=leaf");
        assertThat(leaf.issuer()).isEqualTo("CN=Between");
        assertThat(leaf.names()).containsExactly("example.com");
        assertThat(leaf.key()).hasToString("EC P-256");
        assertThat(leaf.signatureAlgorithm()).isEqualTo("SHA256withECDSA");
        assertThat(leaf.pin()).isEqualTo(SpkiPin.of(LEAF.certificate()));
        assertThat(leaf.sha256()).hasSize(64).matches("[0-9a-f]+");
        assertThat(leaf.der()).isEqualTo(ChainCase.der(LEAF));
        assertThat(inspect(ROOT.leaf(d -> d.keys("Ed25519:leaf")))
                        .presented()
                        .get(0)
                        .key())
                .hasToString("EdDSA Ed25519");
        assertThat(inspect(ROOT.leaf(d -> d.keys("RSA-2048:leaf")))
                        .presented()
                        .get(0)
                        .key())
                .hasToString("RSA 2048");
    }

    @Test
    void remarksOnOddities() {
        assertThat(inspect(ROOT.leaf(d -> d.serial(-5))).presented().get(0).remarks())
                .containsExactly("its serial number is negative");
        byte[] der = ChainCase.der(LEAF);
        byte[] longer = java.util.Arrays.copyOf(der, der.length + 3);
        assertThat(inspector()
                        .inspect("example.com", List.of(longer))
                        .presented()
                        .get(0)
                        .remarks())
                .containsExactly("there are 3 bytes behind its end");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-14T00:00:00Z, 398",
        "2026-03-15T00:00:00Z, 200",
        "2027-03-14T00:00:00Z, 200",
        "2027-03-15T00:00:00Z, 100",
        "2029-03-15T00:00:00Z, 47"
    })
    void theLimitOnValidityIsThatOfTheDayOfIssue(String issued, int days) {
        Duration from = Duration.between(Instant.now(), Instant.parse(issued)).plusSeconds(60);
        Duration to = from.plusDays(days);
        assertThat(LeafCheck.tooLong(
                        ROOT.leaf(d -> d.valid(from, to.minusSeconds(5))).certificate()))
                .isNull();
        // Any part of a day is a day.
        assertThat(LeafCheck.tooLong(
                        ROOT.leaf(d -> d.valid(from, to.plusSeconds(5))).certificate()))
                .contains((days + 1) + " days", "may grant " + days + " ");
    }

    @Test
    void longValiditiesAreRemarkedOnBelowPublicAnchorsOnly() {
        Authority long400 = ROOT.leaf(d -> d.valid(Duration.ofDays(-1), Duration.ofDays(900)));
        assertThat(LeafCheck.tooLong(long400.certificate())).contains("902 days");
        assertThat(LeafCheck.tooLong(LEAF.certificate())).isNull();
        assertThat(inspect(long400).presented().get(0).remarks()).isEmpty();
    }

    @Test
    void readsEmbeddedTimestamps() {
        ByteBuffer sct = ByteBuffer.allocate(1 + 32 + 8 + 2 + 4).put((byte) 0).put(new byte[32]);
        sct.putLong(1_700_000_000_000L).putShort((short) 0).putInt(0x04030000);
        InspectedCertificate leaf = inspect(withTimestamps(listOf(sct.array(), sct.array())))
                .presented()
                .get(0);
        EmbeddedSct expected = new EmbeddedSct(
                1, Base64.getEncoder().encodeToString(new byte[32]), Instant.ofEpochMilli(1_700_000_000_000L));
        assertThat(leaf.timestamps()).containsExactly(expected, expected);
        assertThat(leaf.remarks()).isEmpty();
    }

    @Test
    void malformedTimestampsAreARemark() {
        byte[] list = listOf(new byte[10]);
        for (byte[] bytes : List.of(list, new byte[] {0, 9, 0}, new byte[] {1}, new byte[0])) {
            InspectedCertificate leaf =
                    inspect(withTimestamps(bytes)).presented().get(0);
            assertThat(leaf.timestamps()).isEmpty();
            assertThat(leaf.remarks()).containsExactly("its list of certificate timestamps is malformed");
        }
    }

    @Test
    void theTransportsMayDiffer() {
        ChainReport whole = inspect(LEAF, BETWEEN);
        assertThat(whole.differenceFrom(inspect(LEAF, BETWEEN))).isEmpty();
        assertThat(whole.differenceFrom(inspect(LEAF))).hasValueSatisfying(finding -> {
            assertThat(finding.id()).isEqualTo(FindingId.TRANSPORTS_DIFFER);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message()).contains("the one sends 2 certificates and the other 1");
        });
        assertThat(whole.differenceFrom(inspect(ROOT.leaf("example.com"), BETWEEN)))
                .hasValueSatisfying(finding -> assertThat(finding.certificate()).isZero());
    }

    @ParameterizedTest
    @EnumSource(FindingId.class)
    void severitiesAreThoseOfTheContract(FindingId id) {
        Severity wanted = switch (id) {
            case MISORDERED, DUPLICATE, EXTRA_CERTIFICATE, EXPIRES_SOON, TRANSPORTS_DIFFER -> Severity.WARNING;
            case ROOT_SENT, SCT_MISSING -> Severity.INFO;
            default -> Severity.ERROR;
        };
        assertThat(id.severity()).isEqualTo(wanted);
    }

    @Test
    void everyFindingIsAWholeSentenceWithARemedy() {
        List<Finding> all = new ArrayList<>();
        ChainCases.all().forEach(chain -> all.addAll(chain.inspect().findings()));
        assertThat(all).hasSizeGreaterThan(50);
        for (Finding finding : all) {
            assertThat(finding.message()).endsWith(".").doesNotContain("null", "..");
            assertThat(finding.remedy()).endsWith(".");
        }
    }

    @Test
    void verdictAndErrorsAgree() {
        ChainCases.all().forEach(chain -> {
            ChainReport report = chain.inspect();
            if (!report.trusted()) {
                assertThat(report.hasErrors()).as(chain.name()).isTrue();
            }
        });
    }

    @Test
    void timestampsAreMissedBelowPublicAnchorsOnly() {
        Findings findings = new Findings();
        LeafCheck.published(InspectedCertificate.decode(0, ChainCase.der(LEAF)), findings);
        assertThat(ChainCase.written(findings.sorted())).isEqualTo("SCT_MISSING@0");
    }

    @Test
    void nothingPresentedIsACallersMistake() {
        assertThatThrownBy(() -> inspector().inspect("example.com", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Authority withTimestamps(byte[] list) {
        return ROOT.leaf(d -> d.names("example.com")
                .with(new ASN1ObjectIdentifier(EmbeddedSct.EXTENSION), false, new DEROctetString(list)));
    }

    private static byte[] listOf(byte[]... entries) {
        int size = 0;
        for (byte[] entry : entries) {
            size += 2 + entry.length;
        }
        ByteBuffer list = ByteBuffer.allocate(2 + size).putShort((short) size);
        for (byte[] entry : entries) {
            list.putShort((short) entry.length).put(entry);
        }
        return list.array();
    }

    private static ChainInspector inspector() {
        return ChainInspector.newBuilder().anchors(List.of(ROOT.certificate())).build();
    }

    private static ChainReport inspect(Authority... presented) {
        List<byte[]> ders = new ArrayList<>();
        for (Authority authority : presented) {
            ders.add(ChainCase.der(authority));
        }
        return inspector().inspect("example.com", ders);
    }
}
