package dev.quiver.interop.cases.quic;

import dev.quiver.interop.cases.Described;
import java.time.Duration;

/** A case of the QUIC interop runner: its name, its abbreviation, and a limit of its own. */
abstract class QuicCase extends Described {
    private final Duration limit;

    QuicCase(String name, String abbreviation, int limitSeconds, String title) {
        super(Group.QUIC, name, abbreviation, title);
        this.limit = Duration.ofSeconds(limitSeconds);
    }

    @Override
    public Duration limit() {
        return limit;
    }
}
