package dev.quiver.interop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server to try.
 *
 * @param name what tables call it
 * @param host its name or address, IPv6 without brackets
 * @param port its UDP port
 * @param path what is asked for where a case asks for nothing special; any status is an answer
 * @param options what is known of it; the words are in docs/interop.md
 */
public record Target(String name, String host, int port, String path, Map<String, String> options) {
    public Target {
        Objects.requireNonNull(name);
        Objects.requireNonNull(host);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path '" + path + "' does not begin with /");
        }
        options = Map.copyOf(options);
    }

    /** The URI of a path on it. */
    public URI uri(String ofPath) {
        return URI.create("https://" + authority() + ofPath);
    }

    /** Host and port as in a URI. */
    public String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Where it is: the first address that the system names. Blocks for the look-up. */
    public InetSocketAddress address() throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    /** The value of an option, or null. */
    public @Nullable String option(String key) {
        return options.get(key);
    }

    /** Whether it is said to offer this: {@code offers=…} of its description. */
    public boolean offers(String what) {
        return offers().contains(what);
    }

    /** All that it is said to offer. */
    public Set<String> offers() {
        return Arrays.stream(options.getOrDefault("offers", "").split(","))
                .filter(word -> !word.isBlank())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The same server at another place, e.g. its port that asks for a Retry. */
    public Target at(String otherHost, int otherPort) {
        return new Target(name, otherHost, otherPort, path, options);
    }
}
