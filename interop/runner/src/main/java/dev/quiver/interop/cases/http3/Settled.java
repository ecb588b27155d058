package dev.quiver.interop.cases.http3;

import dev.quiver.interop.Answer;

/** A case's answer is known before its end. */
final class Settled extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    Settled(Answer answer) {
        super(answer.reason(), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }

    /** It is wrong: throw this. */
    static Settled wrong(String reason) {
        return new Settled(Answer.failed(reason));
    }

    /** The server was seen not to have it: throw this. */
    static Settled lacking(String reason) {
        return new Settled(Answer.unsupported(Answer.By.SERVER, reason));
    }

    /** Nothing is said of where to try it: throw this. */
    static Settled undeclared(String remedy) {
        return new Settled(Answer.unsupported(Answer.By.TARGET, remedy));
    }
}
