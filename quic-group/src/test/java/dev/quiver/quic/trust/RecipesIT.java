package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.examples.CertificateRecipes;
import dev.quiver.quic.probe.EndpointReport;
import dev.quiver.quic.trust.TrustContext.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/certificates.md shows works as shown. */
@Timeout(120)
class RecipesIT {
    private static final Authority ROOT = Authority.root("Recipe Root");
    private static final Authority BETWEEN = ROOT.authority("Recipe Intermediate");
    private static final Authority LEAF = BETWEEN.leaf("www.recipe.test");

    @TempDir
    Path folder;

    @Test
    void ownAuthoritiesPinsAndRules() throws Exception {
        TrustEvaluator own = CertificateRecipes.privateAuthority(root());
        assertThat(judged(own)).isInstanceOf(TrustVerdict.Trusted.class);
        assertThat(judged(CertificateRecipes.publicOrPrivate(root()))).isInstanceOf(TrustVerdict.Trusted.class);
        assertThat(judged(CertificateRecipes.ownRule(own, leaf -> true))).isInstanceOf(TrustVerdict.Trusted.class);
        assertThat(judged(CertificateRecipes.ownRule(own, leaf -> false)))
                .isInstanceOfSatisfying(
                        TrustVerdict.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo("www.recipe.test is not on the list"));
        String other = SpkiPin.ofSpki(new byte[1]).toString();
        List<String> told = new ArrayList<>();
        assertThat(judged(CertificateRecipes.rehearsed(own, told::add, other)))
                .as("reported, not refused")
                .isInstanceOf(TrustVerdict.Trusted.class);
        assertThat(told).hasSize(1);
        String mine = SpkiPin.of(LEAF.certificate()).toString();
        assertThat(CertificateRecipes.pinned("www.recipe.test", 443, mine, other)
                        .options()
                        .trust())
                .isNotNull();
    }

    @Test
    void reportsAndFleets() throws Exception {
        ChainReport report = CertificateRecipes.inspect(
                "www.recipe.test", List.of(ChainCase.der(LEAF)), List.of(ROOT.certificate()));
        assertThat(report.findings(FindingId.MISSING_INTERMEDIATE)).hasSize(1);
        ChainInspector inspector =
                ChainInspector.newBuilder().anchorsFromPem(root()).build();
        try (TwoFacedServer server = new TwoFacedServer(new TwoFacedServer.Manner(LEAF, BETWEEN.certificate()))) {
            List<EndpointReport> all = CertificateRecipes.fleet(
                    inspector, List.of(server.target("www.recipe.test"), server.target("else.test")));
            assertThat(all).extracting(EndpointReport::hasErrors).containsExactly(false, true);
        }
    }

    private Path root() throws Exception {
        String body = Base64.getMimeEncoder().encodeToString(ChainCase.der(ROOT));
        return Files.writeString(
                folder.resolve("root.pem"), "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }

    private static TrustVerdict judged(TrustEvaluator evaluator) {
        return evaluator
                .evaluate(new TrustContext(
                        "www.recipe.test",
                        443,
                        Transport.QUIC,
                        List.of(LEAF.certificate(), BETWEEN.certificate()),
                        "h3"))
                .toCompletableFuture()
                .join();
    }
}
