package dev.quiver.urlsession;

/** Where a configuration's sessions keep what servers tell them to remember. */
record StateSettings(
        CookieStorage cookieStorage, CookieAcceptPolicy acceptPolicy, boolean setsCookies, HstsStore hstsStore) {}
