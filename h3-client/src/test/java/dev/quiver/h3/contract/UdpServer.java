package dev.quiver.h3.contract;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Request;
import dev.quiver.testkit.Response;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestCertificate;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Serves routes by HTTP/3, over the testkit's server. */
final class UdpServer {
    private UdpServer() {}

    static TestServer start(TestCertificate certificate, int port, Routes routes) throws Exception {
        TestServer.Builder server =
                TestServer.newBuilder().certificate(certificate).port(port);
        // By name: the testkit's own routes have some of these paths.
        for (String path : Routes.PATHS) {
            server.route(path, (request, response) -> routes.answer(new UdpAsk(request), new UdpReply(response)));
        }
        return server.start();
    }

    private record UdpAsk(Request request) implements Ask {
        @Override
        public String method() {
            return request.method();
        }

        @Override
        public String path() {
            return request.path();
        }

        @Override
        public Map<String, String> query() {
            int at = request.target().indexOf('?');
            return TcpServer.parsed(at < 0 ? null : request.target().substring(at + 1));
        }

        @Override
        public Map<String, List<String>> fields() {
            Map<String, List<String>> all = new TreeMap<>();
            request.fields()
                    .entries()
                    .forEach(field -> all.computeIfAbsent(
                                    field.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                            .add(field.value()));
            return all;
        }

        @Override
        public String protocol() {
            return "HTTP/3";
        }

        @Override
        public byte[] body() throws Exception {
            return request.readAll().get();
        }
    }

    /** Some writes are always queued: the transport tells of STOP_SENDING only where one waits. */
    private record UdpReply(Response response, ArrayDeque<CompletableFuture<Void>> queued) implements Reply {
        private static final int AHEAD = 16;

        UdpReply(Response response) {
            this(response, new ArrayDeque<>());
        }

        @Override
        public void informational(int status, String... namesAndValues) throws Exception {
            response.informational(status, Fields.of(namesAndValues)).get();
        }

        @Override
        public void head(int status, String... namesAndValues) throws Exception {
            String[] lower = namesAndValues.clone();
            for (int i = 0; i < lower.length; i += 2) {
                lower[i] = lower[i].toLowerCase(Locale.ROOT);
            }
            response.head(status, Fields.of(lower)).get();
        }

        @Override
        public void write(byte[] bytes) throws Exception {
            queued.add(response.write(ByteBuffer.wrap(bytes)));
            if (queued.size() > AHEAD) {
                queued.remove().get();
            }
        }

        @Override
        public void end() throws Exception {
            response.end().get();
        }

        @Override
        public void abort() {
            response.reset(0x102);
        }
    }
}
