package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;

/** Something that this client does not do, whatever the server can. */
final class QuiverLacks extends QuicCase {
    private final String reason;

    QuiverLacks(String name, String abbreviation, String title, String reason) {
        super(name, abbreviation, 10, title);
        this.reason = reason + " (docs/limits.md)";
    }

    @Override
    public Answer run(Trial trial) {
        return Answer.unsupported(Answer.By.QUIVER, reason);
    }
}
