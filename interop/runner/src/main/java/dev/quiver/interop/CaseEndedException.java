package dev.quiver.interop;

import java.io.Serial;

/** Ends a case from within, with what it found: the cell gets this answer. */
public final class CaseEndedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    public CaseEndedException(Answer answer) {
        super(answer.reason());
        this.answer = answer;
    }

    /** The case failed. */
    public static CaseEndedException failed(String reason) {
        return new CaseEndedException(Answer.failed(reason));
    }

    /** The case cannot be tried. */
    public static CaseEndedException unsupported(Answer.By by, String reason) {
        return new CaseEndedException(Answer.unsupported(by, reason));
    }

    /** The server was seen not to have what it needs. */
    public static CaseEndedException lacking(String reason) {
        return unsupported(Answer.By.SERVER, reason);
    }

    /** The target's description says nothing of where to try it. */
    public static CaseEndedException undeclared(String remedy) {
        return unsupported(Answer.By.TARGET, remedy);
    }

    /** What was found. */
    public Answer answer() {
        return answer;
    }
}
