package dev.quiver.quic.trust;

import static dev.quiver.quic.trust.Verdicts.context;
import static dev.quiver.quic.trust.Verdicts.rejected;
import static dev.quiver.quic.trust.Verdicts.trusted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.quic.TlsAlert;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinsTest {
    private static final Authority ROOT = Authority.root("Root");
    private static final Authority BETWEEN = ROOT.authority("Between");
    private static final Authority LEAF = BETWEEN.leaf("example.com");
    private static final TrustEvaluator TRUST = TrustEvaluator.anchors(ROOT.certificate());
    private static final String STRANGER = pin(Authority.root("Stranger"));
    private static final TrustContext CHAIN = context("example.com", LEAF, BETWEEN);

    @Test
    void anyKeyOfTheBuiltPathWillDo() {
        for (Authority pinned : List.of(LEAF, BETWEEN, ROOT)) {
            assertThat(trusted(TRUST.and(TrustEvaluator.pins(STRANGER, pin(pinned))), CHAIN))
                    .hasSize(3);
        }
        TrustVerdict.Rejected verdict =
                rejected(TRUST.and(TrustEvaluator.pins(STRANGER)), CHAIN, TlsAlert.CERTIFICATE_UNKNOWN);
        assertThat(verdict.reason()).contains(pin(LEAF), "--pin");
    }

    @Test
    void aPinnedCertificateBesideThePathDoesNotHelp() {
        Authority other = Authority.root("Stranger");
        TrustContext extra = context("example.com", LEAF, BETWEEN, other);
        rejected(TRUST.and(TrustEvaluator.pins(pin(other))), extra, TlsAlert.CERTIFICATE_UNKNOWN);
        rejected(TrustEvaluator.pins(pin(other)), extra, TlsAlert.UNKNOWN_CA);
    }

    @Test
    void alonePinnedKeysAreTheAnchors() {
        trusted(TrustEvaluator.pins(pin(LEAF)), context("example.com", LEAF));
        trusted(TrustEvaluator.pins(pin(BETWEEN)), CHAIN);
        rejected(TrustEvaluator.pins(pin(LEAF)), context("wrong.test", LEAF), TlsAlert.BAD_CERTIFICATE);
        rejected(TrustEvaluator.pins(pin(BETWEEN)), context("wrong.test", LEAF, BETWEEN), TlsAlert.BAD_CERTIFICATE);
        rejected(TrustEvaluator.pins(pin(ROOT)), CHAIN, TlsAlert.CERTIFICATE_UNKNOWN);
    }

    @Test
    void backUpsCount() {
        trusted(TRUST.and(TrustEvaluator.pins(STRANGER).withBackups(pin(BETWEEN))), CHAIN);
    }

    @Test
    void reportOnlyTellsAndTrusts() {
        List<PinMismatch> told = new ArrayList<>();
        TrustEvaluator pins = TrustEvaluator.pins(STRANGER).reportOnly(told::add);
        assertThat(trusted(TRUST.and(pins), CHAIN)).hasSize(3);
        assertThat(told).singleElement().satisfies(mismatch -> {
            assertThat(mismatch.enforced()).isFalse();
            assertThat(mismatch.seen()).map(SpkiPin::toString).containsExactly(pin(LEAF), pin(BETWEEN), pin(ROOT));
            assertThat(mismatch.wanted()).map(SpkiPin::toString).containsExactly(STRANGER);
        });
        assertThat(rejected(pins, CHAIN, TlsAlert.CERTIFICATE_UNKNOWN).reason()).contains("cannot decide alone");
        rejected(TRUST.and(pins), context("wrong.test", LEAF, BETWEEN), TlsAlert.BAD_CERTIFICATE);
    }

    @Test
    void aFailingListenerChangesNothing() {
        TrustEvaluator pins = TrustEvaluator.pins(STRANGER).reportOnly(mismatch -> {
            throw new IllegalStateException("listener");
        });
        trusted(TRUST.and(pins), CHAIN);
        List<PinMismatch> told = new ArrayList<>();
        rejected(TRUST.and(TrustEvaluator.pins(STRANGER).onMismatch(told::add)), CHAIN, TlsAlert.CERTIFICATE_UNKNOWN);
        assertThat(told)
                .singleElement()
                .satisfies(mismatch -> assertThat(mismatch.enforced()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256/", "sha1/AAAA", "sha256/AAAA", "sha256/!!!!", "0123456789"})
    void refusesMalformedPins(String pin) {
        assertThatThrownBy(() -> TrustEvaluator.pins(pin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a pin is sha256/");
        assertThatThrownBy(TrustEvaluator::pins).isInstanceOf(IllegalArgumentException.class);
    }

    private static String pin(Authority authority) {
        return SpkiPin.of(authority.certificate()).toString();
    }
}
