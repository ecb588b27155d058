package dev.quiver.interop.cases.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Target;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every case with a server that behaves, declared and bare. */
class Http3CasesIT {
    @TempDir
    private Path folder;

    @Test
    void allSucceedWhereAllIsDeclared() throws Exception {
        TestAuthority root = TestAuthority.create();
        TestCertificate leaf = root.leafFor("localhost", "127.0.0.1");
        TestCertificate client = root.clientLeaf("client");
        Path identity = folder.resolve("client");
        TestCertificate.PemFiles files = client.writeTo(identity);
        try (TestServer server = TestServer.newBuilder().certificate(leaf).start();
                TestServer elsewhere = TestServer.newBuilder()
                        .certificate(root.leafFor("elsewhere.invalid"))
                        .start();
                TestServer demanding = TestServer.newBuilder()
                        .certificate(leaf)
                        .clientCertificates(true, TrustEvaluator.clientAnchors(List.of(root.certificate())))
                        .start()) {
            Target target = Runs.target(
                    server,
                    "/bytes/100",
                    "offers",
                    Runs.ALL_OFFERS,
                    "wrong-name",
                    "localhost:" + elsewhere.address().getPort(),
                    "mtls",
                    "localhost:" + demanding.address().getPort(),
                    "client-cert",
                    files.chain().toString(),
                    "client-key",
                    files.key().toString());
            assertThat(Runs.run(server, target, folder.resolve("logs")))
                    .hasSize(19)
                    .allSatisfy((name, answer) ->
                            assertThat(answer).as(name + ": " + answer.reason()).isInstanceOf(Answer.Succeeded.class));
        }
    }

    @Test
    void aBareTargetIsTriedByItsPathAlone() throws Exception {
        try (TestServer server = TestServer.start()) {
            Map<String, Answer> answers = Runs.run(server, Runs.target(server, "/bytes/3000"), folder.resolve("logs"));
            Map<String, String> results = answers.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, one -> one.getValue().result()));
            assertThat(answers.values())
                    .filteredOn(Answer.Unsupported.class::isInstance)
                    .allSatisfy(answer -> assertThat(answer.reason()).contains("say "));
            assertThat(results)
                    .as(answers.toString())
                    .doesNotContainValue("failed")
                    .containsEntry("methods", "succeeded")
                    .containsEntry("bodies", "succeeded")
                    .containsEntry("head", "succeeded")
                    .containsEntry("large-fields", "succeeded")
                    .containsEntry("many-streams", "succeeded")
                    .containsEntry("priority", "succeeded")
                    .containsEntry("cancel", "succeeded")
                    .containsEntry("settings", "succeeded")
                    .containsEntry("grease", "succeeded")
                    .containsEntry("unknown-streams", "succeeded")
                    .containsEntry("extended-connect", "succeeded")
                    .containsEntry("certificates", "succeeded")
                    .containsEntry("wrong-name", "succeeded")
                    .containsEntry("trailers", "unsupported")
                    .containsEntry("informational", "unsupported")
                    .containsEntry("reset", "unsupported")
                    .containsEntry("goaway", "unsupported")
                    .containsEntry("mtls", "unsupported");
        }
    }

    @Test
    void aPageThatIsKnownByItsPathNeedsNoWord() throws Exception {
        try (TestServer server = TestServer.start()) {
            for (Map.Entry<String, String> page : Map.of(
                            "trailers", "/trailers",
                            "informational", "/early-hints",
                            "reset", "/reset?code=261&after=100",
                            "goaway", "/goaway",
                            "websocket", "/ws",
                            "large-fields", "/big-headers?bytes=20000")
                    .entrySet()) {
                Answer answer = Runs.run(
                                server,
                                Runs.target(server, page.getValue()),
                                folder.resolve(page.getKey()),
                                page.getKey())
                        .get(page.getKey());
                assertThat(answer).as(page + ": " + answer.reason()).isInstanceOf(Answer.Succeeded.class);
            }
        }
    }
}
