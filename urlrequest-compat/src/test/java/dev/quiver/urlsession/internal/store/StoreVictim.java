package dev.quiver.urlsession.internal.store;

import dev.quiver.urlsession.CookieStorage;
import dev.quiver.urlsession.HttpCookie;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A process that sets cookies until it is killed, and says after each that it is kept. */
final class StoreVictim {
    private StoreVictim() {}

    public static void main(String[] arguments) {
        CookieStorage storage = CookieStorage.inFile(Path.of(arguments[0]));
        String own = arguments[1];
        PrintStream out = new PrintStream(System.out, true);
        // Ends with its reader, too.
        for (long i = 0; !out.checkError(); i++) {
            storage.setCookie(cookie(own, i));
            if (takesOutTheOneBefore(i)) {
                storage.deleteCookie(cookie(own, i - 1));
            }
            out.println(i);
        }
    }

    /** Seven cookies in turn, each with a value that can be checked. */
    private static HttpCookie cookie(String own, long i) {
        return HttpCookie.newBuilder(own + i % 7, value(i), "example.com")
                .expiresDate(Instant.now().plus(Duration.ofDays(1)))
                .build();
    }

    static boolean takesOutTheOneBefore(long i) {
        return i % 50 == 49;
    }

    static String value(long i) {
        return i + ":" + "x".repeat((int) (i % 300)) + ":" + i * 7919;
    }
}
