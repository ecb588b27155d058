package dev.quiver.urlsession.internal.hsts;

import dev.quiver.urlsession.internal.site.CanonicalHost;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The known hosts, and what they make of a URL (RFC 6797 §8). A state machine: the time comes in. Not thread-safe. */
final class HstsHosts {
    /** A host known. */
    record Known(Instant expires, boolean includeSubDomains) {}

    private final int most;
    private final Map<String, Known> hosts = new HashMap<>();

    /**
     * None known.
     *
     * @param most how many there may be; beyond it the ones go that would end first
     */
    HstsHosts(int most) {
        this.most = most;
    }

    /** The name by which a host is known, or null: what is no name is never known (§8.1.1). */
    static @Nullable String name(@Nullable String host) {
        String canonical = CanonicalHost.of(host);
        if (canonical == null || CanonicalHost.isAddress(canonical)) {
            return null;
        }
        return canonical.endsWith(".") ? canonical.substring(0, canonical.length() - 1) : canonical;
    }

    /** Whether a canonical name is to be reached over TLS alone (§8.2). */
    boolean isKnown(String name, Instant now) {
        for (String domain = name; ; domain = domain.substring(domain.indexOf('.') + 1)) {
            Known known = hosts.get(domain);
            if (known != null && known.expires().isAfter(now) && (known.includeSubDomains() || domain.equals(name))) {
                return true;
            }
            if (domain.indexOf('.') < 0) {
                return false;
            }
        }
    }

    /** The URL to load instead, or the same (§8.3). */
    URI upgraded(URI url, Instant now) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String name = name(url.getHost());
        boolean open = scheme.equals("http") || scheme.equals("ws");
        return open && name != null && isKnown(name, now) ? secured(url, scheme) : url;
    }

    private static URI secured(URI url, String scheme) {
        StringBuilder text = new StringBuilder(scheme).append("s://");
        if (url.getRawUserInfo() != null) {
            text.append(url.getRawUserInfo()).append('@');
        }
        text.append(url.getHost());
        if (url.getPort() >= 0) {
            text.append(':').append(url.getPort() == 80 ? 443 : url.getPort());
        }
        text.append(url.getRawPath() == null ? "" : url.getRawPath());
        if (url.getRawQuery() != null) {
            text.append('?').append(url.getRawQuery());
        }
        if (url.getRawFragment() != null) {
            text.append('#').append(url.getRawFragment());
        }
        try {
            return new URI(text.toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a URL's parts no longer make one: " + url, e);
        }
    }

    /** Takes over what a host said of itself; the names whose state changed. */
    List<String> note(String name, StrictTransport said, Instant now) {
        if (said.maxAge().isZero()) {
            return hosts.remove(name) == null ? List.of() : List.of(name);
        }
        put(name, new Known(now.plus(said.maxAge()), said.includeSubDomains()));
        List<String> changed = new ArrayList<>(List.of(name));
        if (hosts.size() > most) {
            hosts.entrySet().stream()
                    .sorted(Comparator.comparing(each -> each.getValue().expires()))
                    .limit(hosts.size() - most)
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(gone -> {
                        hosts.remove(gone);
                        changed.add(gone);
                    });
        }
        return changed;
    }

    void put(String name, Known known) {
        hosts.put(name, known);
    }

    @Nullable
    Known get(String name) {
        return hosts.get(name);
    }

    void remove(String name) {
        hosts.remove(name);
    }

    /** Takes out those that have ended; their names. */
    List<String> sweep(Instant now) {
        List<String> ended = hosts.entrySet().stream()
                .filter(each -> !each.getValue().expires().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
        ended.forEach(hosts::remove);
        return ended;
    }

    /** Those that have not ended. */
    Map<String, Known> all(Instant now) {
        Map<String, Known> all = new HashMap<>(hosts);
        all.values().removeIf(known -> !known.expires().isAfter(now));
        return all;
    }
}
