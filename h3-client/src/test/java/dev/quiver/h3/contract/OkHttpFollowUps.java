package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Call;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** What OkHttp sends by itself behind a response, and the cookies. */
abstract class OkHttpFollowUps extends OkHttpMessages {
    @Test
    void cookiesAreTheJars() throws Exception {
        List<Cookie> kept = new CopyOnWriteArrayList<>();
        CookieJar jar = new CookieJar() {
            @Override
            public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
                kept.addAll(cookies);
            }

            @Override
            public List<Cookie> loadForRequest(HttpUrl url) {
                return List.copyOf(kept);
            }
        };
        Call.Factory calls = calls(settings().cookieJar(jar));
        calls.newCall(request("/cookie").build()).execute().close();
        assertThat(kept).extracting(Cookie::name).containsExactly("taste");
        kept.add(
                new Cookie.Builder().name("more").value("1").domain("localhost").build());
        try (Response response =
                calls.newCall(request("/redirect?to=/echo").build()).execute()) {
            assertThat(fields(response.body().string())).contains("cookie: taste=sweet; more=1");
        }
    }

    @Test
    void redirects() throws Exception {
        RequestBody body = RequestBody.create("kept", TEXT);
        try (Response response = execute(request("/redirect?code=301&to=/echo").post(body))) {
            assertThat(response.body().string()).startsWith("GET\n").doesNotContain("content-type", "kept");
            assertThat(response.request().url().encodedPath()).isEqualTo("/echo");
            assertThat(response.priorResponse().code()).isEqualTo(301);
            assertThat(response.priorResponse().request().method()).isEqualTo("POST");
        }
        try (Response response = execute(request("/redirect?code=308&to=/echo").post(body))) {
            assertThat(response.body().string()).startsWith("POST\n").endsWith("kept");
        }
        try (Response response = execute(request("/redirect?code=303&to=/echo").head())) {
            assertThat(response.header("x-method")).isEqualTo("HEAD");
        }
        try (Response response = execute(
                request("/redirect?code=307&to=/echo").post(OkHttpGround.body(4, true, s -> s.writeUtf8("once"))))) {
            assertThat(response.code()).as("its body cannot be had again").isEqualTo(307);
            assertThat(response.body().string()).isEqualTo("elsewhere");
        }
        try (Response response =
                call(settings().followRedirects(false), "/redirect?to=/text").execute()) {
            assertThat(response.code()).isEqualTo(302);
        }
        try (Response response = call(settings().followSslRedirects(false), "/redirect?to=http://localhost:1/")
                .execute()) {
            assertThat(response.code()).isEqualTo(302);
        }
        try (Response response = call("/redirect").execute()) {
            assertThat(response.code()).isEqualTo(302);
        }
        try (Response response = call("/redirect?to=gopher://localhost/").execute()) {
            assertThat(response.code()).isEqualTo(302);
        }
        routes.forget();
        assertThatThrownBy(() -> call("/round").execute())
                .isInstanceOf(ProtocolException.class)
                .hasMessage("Too many follow-up requests: 21");
        assertThat(routes.seen()).hasSize(21);
    }

    @Test
    void credentialsStayWithTheirOrigin() throws Exception {
        String here = uri("/echo").toString();
        String there = here.replace("localhost", "127.0.0.1");
        try (Response response = execute(request("/redirect?to=" + here).header("Authorization", "Bearer secret"))) {
            assertThat(response.body().string()).contains("authorization: Bearer secret");
        }
        try (Response response = execute(request("/redirect?to=" + there).header("Authorization", "Bearer secret"))) {
            assertThat(response.body().string()).startsWith("GET\n").doesNotContain("authorization");
        }
    }

    @Test
    void challengesAreTheAuthenticators() throws Exception {
        OkHttpClient.Builder settings = settings().authenticator((route, response) -> {
            assertThat(response.challenges()).extracting("scheme").containsExactly("Basic");
            return response.request().header("Authorization") != null
                    ? null
                    : response.request()
                            .newBuilder()
                            .header("Authorization", Credentials.basic("alice", "secret"))
                            .build();
        });
        RequestBody body = RequestBody.create("alice", TEXT);
        try (Response response =
                calls(settings).newCall(request("/basic").post(body).build()).execute()) {
            assertThat(response.body().string()).isEqualTo("welcome alice");
            assertThat(response.priorResponse().code()).isEqualTo(401);
        }
        try (Response response = call(settings, "/basic?pass=other").execute()) {
            assertThat(response.code()).isEqualTo(401);
            assertThat(response.body().string()).isEqualTo("no");
        }
        try (Response response = call("/basic").execute()) {
            assertThat(response.code()).isEqualTo(401);
        }
    }

    @Test
    void busyServersAreAskedAgainOnce() throws Exception {
        for (int code : new int[] {408, 503}) {
            routes.forget();
            try (Response response = execute(request("/busy?code=" + code).post(RequestBody.create("x", TEXT)))) {
                assertThat(response.body().string()).isEqualTo("done");
                assertThat(response.priorResponse().code()).isEqualTo(code);
            }
        }
    }
}
