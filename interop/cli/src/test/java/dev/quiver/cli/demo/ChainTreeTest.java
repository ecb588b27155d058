package dev.quiver.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.render.Style;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainTreeTest {
    private final TestAuthority root = TestAuthority.create();
    private final TestCertificate leaf = root.newIntermediate().issueAuthority().leafFor("localhost");

    @Test
    void growsFromTheAnchorToTheLeaf() {
        List<X509Certificate> path = new ArrayList<>(leaf.chain());
        path.add(leaf.root());
        List<String> lines = ChainTree.render(leaf.chain(), path, Style.PLAIN);
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).startsWith("CN=").endsWith("your trust anchor, not sent");
        assertThat(lines.get(2)).startsWith("└─ CN=").endsWith("sent, number 1");
        assertThat(lines.get(4)).startsWith("   └─ CN=").endsWith("sent, number 0");
        assertThat(lines.get(5)).contains("localhost", "until 2");
    }

    @Test
    void showsWhatWasSentWithoutNeed() {
        X509Certificate stray = TestAuthority.create().certificate();
        List<X509Certificate> presented = new ArrayList<>(leaf.chain());
        presented.add(stray);
        List<X509Certificate> path = new ArrayList<>(leaf.chain());
        path.add(leaf.root());
        assertThat(ChainTree.render(presented, path, Style.PLAIN))
                .last()
                .asString()
                .contains("not part of the path");
    }

    @Test
    void makesDoWithWhatWasSent() {
        assertThat(ChainTree.render(leaf.chain(), List.of(), Style.PLAIN)).hasSize(4);
    }
}
