package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Interim responses are heard as they come, and kept. */
@QuiverServer
class EarlyHintsIT {
    @Test
    void heardAndKept(TestServer server) throws Exception {
        BlockingQueue<InformationalResponse> heard = new LinkedBlockingQueue<>();
        try (H3Client client = Clients.of(server)) {
            H3Options options = client.options().toBuilder()
                    .informationalListener(heard::add)
                    .build();
            H3Response<String> response = client.exchange(
                            Clients.get(server, "/early-hints"), options, BodyHandlers.ofString())
                    .get(20, TimeUnit.SECONDS);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("hinted\n");
            assertThat(response.informational()).hasSize(1);
            InformationalResponse hint = heard.poll(1, TimeUnit.SECONDS);
            assertThat(hint).isEqualTo(response.informational().get(0));
            assertThat(hint.status()).isEqualTo(103);
            assertThat(hint.headers().firstValue("link").orElseThrow()).startsWith("</style.css>");
        }
    }

    @Test
    void aListenerThatThrowsFailsItsExchangeAlone(TestServer server) throws Exception {
        IllegalStateException mistake = new IllegalStateException("no hints, please");
        try (H3Client client = Clients.of(server)) {
            H3Options options = client.options().toBuilder()
                    .informationalListener(hint -> {
                        throw mistake;
                    })
                    .build();
            var failed = client.exchange(Clients.get(server, "/early-hints"), options, BodyHandlers.ofString());
            assertThatThrownBy(() -> failed.get(20, TimeUnit.SECONDS)).hasCause(mistake);
            assertThat(Clients.text(client, server, "/bytes/1").statusCode()).isEqualTo(200);
        }
    }
}
