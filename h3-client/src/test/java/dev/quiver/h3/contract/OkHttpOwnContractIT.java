package dev.quiver.h3.contract;

import java.net.URI;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** OkHttp's own stack, over HTTP/2. */
class OkHttpOwnContractIT extends OkHttpContract {
    private TcpServer server;

    @Override
    void serve() throws Exception {
        server = new TcpServer(CERTIFICATE, routes);
    }

    @Override
    void end() throws Exception {
        server.close();
    }

    @Override
    URI uri(String path) {
        return server.uri(path);
    }

    @Override
    OkHttpClient.Builder settings() {
        return OkHttpGround.trusting(CERTIFICATE);
    }

    @Override
    Call.Factory calls(OkHttpClient.Builder settings) {
        return settings.build();
    }

    @Override
    Protocol protocol() {
        return Protocol.HTTP_2;
    }
}
