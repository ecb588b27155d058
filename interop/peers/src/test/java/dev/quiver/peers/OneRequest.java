package dev.quiver.peers;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/**
 * A program that asks once and ends as a crash does, without closing anything: {@code OneRequest ANCHOR ALT-SVC-FILE URL}. Prints
 * {@code STATUS PROTOCOL} and the route.
 */
final class OneRequest {
    private OneRequest() {}

    public static void main(String[] arguments) throws Exception {
        H3Client client = Http3.builder(Path.of(arguments[0]), Discovery.ALT_SVC)
                .altSvcFile(Path.of(arguments[1]))
                .build();
        H3Response<Void> response =
                client.send(HttpRequest.newBuilder(URI.create(arguments[2])).build(), BodyHandlers.discarding());
        System.out.println(response.statusCode() + " " + response.protocol() + "\n" + response.route());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
