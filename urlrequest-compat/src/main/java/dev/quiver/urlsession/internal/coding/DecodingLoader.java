package dev.quiver.urlsession.internal.coding;

import dev.quiver.urlsession.internal.load.Load;
import dev.quiver.urlsession.internal.load.LoadListener;
import dev.quiver.urlsession.internal.load.LoadRequest;
import dev.quiver.urlsession.internal.load.Loader;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Offers the codings that can be undone, and undoes those that come. As on Apple's platforms the fields stay as they
 * came, and a request that names its own {@code Accept-Encoding} keeps it and has the response decoded all the same.
 */
public final class DecodingLoader implements Loader {
    private static final String ACCEPT_ENCODING = "accept-encoding";

    private final Loader below;
    private final ExpansionLimit limit;

    public DecodingLoader(Loader below, ExpansionLimit limit) {
        this.below = below;
        this.limit = limit;
    }

    @Override
    public Load start(LoadRequest request, LoadListener listener) {
        DecodingLoad load = new DecodingLoad(request.method(), listener, limit);
        load.begin(below, offering(request));
        return load;
    }

    private static LoadRequest offering(LoadRequest request) {
        String scheme = request.uri().getScheme();
        boolean http = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
        if (!http || request.fields().firstValue(ACCEPT_ENCODING).isPresent()) {
            return request;
        }
        String offer;
        if (request.fields().firstValue("range").isPresent()) {
            // A part of coded content cannot be decoded (as fetch.spec.whatwg.org, HTTP-network-or-cache fetch).
            offer = "identity";
        } else if ("https".equalsIgnoreCase(scheme)) {
            offer = ContentCoding.acceptEncoding();
        } else {
            // Boxes on the way damage what they do not know; browsers offer no more either without TLS.
            offer = ContentCoding.GZIP + ", " + ContentCoding.DEFLATE;
        }
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.putAll(request.fields().map());
        fields.put(ACCEPT_ENCODING, List.of(offer));
        return request.withFields(HttpHeaders.of(fields, (name, value) -> true));
    }
}
