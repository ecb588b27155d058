package dev.quiver.urlsession;

import org.jspecify.annotations.Nullable;

/**
 * Where a configuration's sessions keep what servers tell them to remember.
 *
 * @param credentialStorage null for one of each session's own
 */
record StateSettings(
        CookieStorage cookieStorage,
        CookieAcceptPolicy acceptPolicy,
        boolean setsCookies,
        HstsStore hstsStore,
        @Nullable UrlCredentialStorage credentialStorage) {}
