package dev.quiver.h3.contract;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.okhttp.H3CallFactory;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import java.net.URI;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** OkHttp's callers over HTTP/3. */
class OkHttpBridgeContractIT extends OkHttpContract {
    private final H3Client h3 = H3Client.newBuilder()
            .trust(TrustEvaluator.anchors(CERTIFICATE.root()))
            .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build())
            .build();
    private TestServer server;

    @Override
    void serve() throws Exception {
        server = UdpServer.start(CERTIFICATE, 0, routes);
    }

    @Override
    void end() {
        h3.shutdownNow();
        server.close();
    }

    @Override
    URI uri(String path) {
        return server.uri(path);
    }

    @Override
    OkHttpClient.Builder settings() {
        return new OkHttpClient.Builder();
    }

    @Override
    Call.Factory calls(OkHttpClient.Builder settings) {
        return H3CallFactory.of(settings.build(), h3);
    }

    @Override
    Protocol protocol() {
        return Protocol.HTTP_3;
    }
}
