package dev.quiver.h3.contract;

import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A client of OkHttp, by whichever way, and a server with the routes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OkHttpBed {
    static final TestCertificate CERTIFICATE = TestAuthority.create().leafFor("localhost", "127.0.0.1");
    static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");

    final Routes routes = new Routes();

    abstract void serve() throws Exception;

    abstract void end() throws Exception;

    abstract URI uri(String path);

    abstract Call.Factory calls(OkHttpClient.Builder settings);

    abstract OkHttpClient.Builder settings();

    abstract Protocol protocol();

    @BeforeAll
    void start() throws Exception {
        serve();
    }

    @BeforeEach
    void forget() {
        routes.forget();
    }

    @AfterAll
    void stop() throws Exception {
        routes.close();
        end();
    }

    Request.Builder request(String path) {
        return new Request.Builder().url(HttpUrl.get(uri(path)));
    }

    Call call(OkHttpClient.Builder settings, String path) {
        return calls(settings).newCall(request(path).build());
    }

    Call call(String path) {
        return call(settings(), path);
    }

    Response execute(Request.Builder request) throws IOException {
        return calls(settings()).newCall(request.build()).execute();
    }

    /** The fields that came, as {@code /echo} tells them. */
    static List<String> fields(String echoed) {
        return echoed.substring(0, echoed.indexOf("\n\n"))
                .lines()
                .skip(1)
                // Some servers make this of the authority, and each client has its name.
                .filter(line -> !line.startsWith("host: ") && !line.startsWith("user-agent: "))
                .toList();
    }

    static String content(String echoed) {
        return echoed.substring(echoed.indexOf("\n\n") + 2);
    }
}
