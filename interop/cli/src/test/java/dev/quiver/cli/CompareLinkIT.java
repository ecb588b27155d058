package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.cli.compare.link.Lanes;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiver compare} through a slow link: UDP by the relay, TCP by network namespaces where they can be had. */
class CompareLinkIT {
    private static final double DELAY = 15;

    @TempDir
    Path folder;

    @Test
    void lossAndDelayAreTimedAndTcpIsMeasuredOrSaysWhyNot() throws Exception {
        TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
        String ca = certificate.writeTo(folder).ca().toString();
        try (TcpOrigin tcp = new TcpOrigin(certificate, 0).serve("/bytes/100000", TestBytes.first(100_000));
                TestServer quic = TestServer.newBuilder()
                        .certificate(certificate)
                        .port(tcp.port())
                        .start()) {
            Captured run = Captured.run(
                    "compare",
                    "--json",
                    "--cacert",
                    ca,
                    "--repeat",
                    "1",
                    "--delay",
                    Double.toString(DELAY),
                    "--rate",
                    "50",
                    "--loss",
                    "0,2",
                    quic.uri("/bytes/100000").toString());
            assertThat(run.exit()).as(run.err()).isZero();
            JsonNode url = new ObjectMapper().readTree(run.text()).get("urls").get(0);
            assertThat(url.get("runs")).hasSize(2);
            assertThat(url.get("runs").get(1).get("link").get("lossPercent").asDouble())
                    .isEqualTo(2);
            String obstacle = obstacle();
            for (JsonNode link : url.get("runs")) {
                for (String client : new String[] {"quiver", "okhttp", "jdk"}) {
                    JsonNode found = link.get("clients").get(client);
                    if (!client.equals("quiver") && obstacle != null) {
                        assertThat(found.get("notMeasured").asText()).isEqualTo(obstacle);
                        assertThat(run.err()).contains("TCP was not measured over the link: " + obstacle);
                        continue;
                    }
                    // A connection takes a round trip, the request another: the link was really in the way.
                    assertThat(found.get("cold").get("headMs").get("least").asDouble())
                            .as(client)
                            .isGreaterThanOrEqualTo(4 * DELAY);
                    assertThat(found.get("warm").get("headMs").get("least").asDouble())
                            .as(client)
                            .isGreaterThanOrEqualTo(2 * DELAY);
                }
            }
        }
    }

    private static String obstacle() throws Exception {
        try (Lanes lanes = Lanes.unpack()) {
            return lanes.obstacle();
        }
    }
}
