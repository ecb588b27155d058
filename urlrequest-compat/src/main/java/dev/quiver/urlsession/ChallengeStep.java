package dev.quiver.urlsession;

import org.jspecify.annotations.Nullable;

/** What an answer to a challenge of HTTP means. */
sealed interface ChallengeStep {
    /** Send the request again, with this. */
    record Answer(UrlCredential.Password credential) implements ChallengeStep {}

    /** Ask about the next offer. */
    record Next() implements ChallengeStep {}

    /** The response that asked is the task's. */
    record Take() implements ChallengeStep {}

    /** The task is over. */
    record Fail(UrlErrorCode code, String reason) implements ChallengeStep {}

    /** Decides. */
    static ChallengeStep of(@Nullable ChallengeAnswer answer, AuthenticationChallenge challenge) {
        if (answer instanceof ChallengeAnswer.UseCredential use) {
            if (use.credential() instanceof UrlCredential.Password password
                    && challenge.protectionSpace().authenticationMethod() == AuthenticationMethod.HTTP_BASIC
                    && password.user().indexOf(':') >= 0) {
                return new Fail(
                        UrlErrorCode.USER_AUTHENTICATION_REQUIRED,
                        "Basic cannot say a user with a colon (RFC 7617 §2)");
            }
            return use.credential() instanceof UrlCredential.Password password
                    ? new Answer(password)
                    : new Fail(
                            UrlErrorCode.USER_AUTHENTICATION_REQUIRED,
                            "a " + challenge.protectionSpace().authenticationMethod()
                                    + " challenge is answered by a user and a password");
        }
        if (answer instanceof ChallengeAnswer.CancelChallenge) {
            return new Fail(
                    UrlErrorCode.USER_CANCELLED_AUTHENTICATION,
                    "the delegate cancelled the challenge of "
                            + challenge.protectionSpace().host());
        }
        if (answer instanceof ChallengeAnswer.RejectProtectionSpace) {
            return new Next();
        }
        // Default handling: what is known is tried once.
        return challenge.proposedCredential() instanceof UrlCredential.Password known
                        && challenge.previousFailureCount() == 0
                ? new Answer(known)
                : new Take();
    }
}
