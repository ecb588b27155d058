package dev.quiver.urlsession.cachecases;

import java.util.Map;

/** The cases, checks aside, that do not pass, and why that is meant. */
final class ExpectedFailures {
    static final Map<String, String> REASONS = Map.of(
            "vary-normalise-lang-order",
            "servers do read the order of languages as a wish (RFC 9110 §12.5.4 leaves it open), so \"en, de\" and"
                    + " \"de, en\" may be two responses",
            "vary-normalise-lang-select",
            "which of its languages a server would choose for other weights is the server's knowledge, not the cache's",
            "partial-store-partial-reuse-partial-suffix",
            "the stored part says \"bytes 4-9\" of a body of 5 bytes, and parts are not stored: a download task resumes by"
                    + " itself",
            "partial-store-partial-complete",
            "parts without a strong validator may not be put together (RFC 9111 §3.4)");

    private ExpectedFailures() {}
}
