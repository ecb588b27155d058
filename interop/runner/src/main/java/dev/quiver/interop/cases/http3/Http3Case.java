package dev.quiver.interop.cases.http3;

import dev.quiver.interop.cases.Described;
import java.time.Duration;

/** One of HTTP/3's own cases. */
abstract class Http3Case extends Described {
    private final Duration limit;

    Http3Case(String name, String abbreviation, Duration limit, String title) {
        super(Group.HTTP3, name, abbreviation, title);
        this.limit = limit;
    }

    @Override
    public final Duration limit() {
        return limit;
    }
}
