package dev.quiver.urlsession;

/** What a delegate does about a challenge; the cases of {@code AuthChallengeDisposition}. */
public sealed interface ChallengeAnswer {
    /**
     * Answers with this.
     *
     * @param credential of a kind that the challenge asks for; any other fails the task
     */
    record UseCredential(UrlCredential credential) implements ChallengeAnswer {}

    /** Does what would be done without a delegate. */
    record PerformDefaultHandling() implements ChallengeAnswer {}

    /** Ends the task with {@link UrlErrorCode#USER_CANCELLED_AUTHENTICATION}. */
    record CancelChallenge() implements ChallengeAnswer {}

    /** Leaves this one unanswered: the next that the server offers is asked about, else its response is the task's. */
    record RejectProtectionSpace() implements ChallengeAnswer {}

    /** Answers with a credential. */
    static ChallengeAnswer use(UrlCredential credential) {
        return new UseCredential(credential);
    }

    /** Does what would be done without a delegate. */
    static ChallengeAnswer performDefaultHandling() {
        return new PerformDefaultHandling();
    }

    /** Ends the task. */
    static ChallengeAnswer cancel() {
        return new CancelChallenge();
    }

    /** Leaves this one unanswered. */
    static ChallengeAnswer rejectProtectionSpace() {
        return new RejectProtectionSpace();
    }
}
