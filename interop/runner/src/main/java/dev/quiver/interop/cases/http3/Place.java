package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Response;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Target;
import org.jspecify.annotations.Nullable;

/** Where on a target something special is answered. */
final class Place {
    private Place() {}

    /**
     * A path for what a word of {@code offers} stands for.
     *
     * @param special what is asked where the target offers it
     * @return also the target's own path, where that is just this page; null where there is none
     */
    static @Nullable String of(Target target, String word, String special) {
        if (target.offers(word)) {
            return special;
        }
        String own = target.path();
        return own.equals("/" + word) || own.startsWith("/" + word + "/") || own.startsWith("/" + word + "?")
                ? own
                : null;
    }

    /** That a page which was to be there is: its status is 2xx. */
    static void there(String path, H3Response<?> response) throws CaseEndedException {
        int status = response.statusCode();
        if (status == 404 || status == 405 || status == 501) {
            throw CaseEndedException.lacking("it answers " + path + " with status " + status);
        }
        if (status / 100 != 2) {
            throw CaseEndedException.failed(path + " was answered with status " + status);
        }
    }
}
