package dev.quiver.h3.internal.client;

import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.function.Supplier;

/** What a body handler is shown; the fields are made when it looks. */
record HeadInfo(int statusCode, Supplier<HttpHeaders> fields, HttpClient.Version version) implements ResponseInfo {
    @Override
    public HttpHeaders headers() {
        return fields.get();
    }
}
