package dev.quiver.cli;

import dev.quiver.cli.certs.CertsTarget;
import dev.quiver.cli.transfer.HostPort;
import dev.quiver.cli.transfer.ResolveRule;
import dev.quiver.quic.trust.TrustContext.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code quiver certs} is to do, checked.
 *
 * @param targets the hosts, good and bad, in the order they were named
 * @param transports QUIC, TCP or both
 * @param connectTo where all connect to, or null
 * @param resolved where some connect to
 * @param timeout for each host
 */
record CertsPlan(
        List<CertsTarget> targets,
        Set<Transport> transports,
        @Nullable InetSocketAddress connectTo,
        Map<HostPort, InetSocketAddress> resolved,
        Duration timeout) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_AT_ONCE = 512;

    /**
     * Makes sense of the options.
     *
     * @throws UsageException if they contradict each other, or ask for what cannot be done
     */
    static CertsPlan of(CertsOptions options, CommandIo io) throws UsageException {
        if ((options.quic ? 1 : 0) + (options.tcp ? 1 : 0) + (options.both ? 1 : 0) > 1) {
            throw new UsageException("--quic, --tcp and --both exclude each other: leave all but one out");
        }
        Set<Transport> transports = options.quic
                ? EnumSet.of(Transport.QUIC)
                : options.tcp ? EnumSet.of(Transport.TCP) : EnumSet.allOf(Transport.class);
        if (options.sni != null) {
            checkSni(options.sni, transports);
        }
        for (String protocol : options.alpn) {
            if (protocol.isEmpty() || protocol.length() > 255) {
                throw new UsageException("--alpn: a protocol's name has 1 to 255 characters");
            }
        }
        if (options.parallel < 1 || options.parallel > MOST_AT_ONCE) {
            throw new UsageException("--parallel must be 1 to " + MOST_AT_ONCE + ", not " + options.parallel);
        }
        OptionRules.exclusive("--connect-to", options.connectTo != null, "--resolve", !options.resolve.isEmpty());
        Duration timeout = OptionRules.seconds("--timeout", options.timeout);
        return new CertsPlan(
                targets(options, io),
                transports,
                connectTo(options.connectTo),
                resolved(options.resolve),
                timeout == null ? DEFAULT_TIMEOUT : timeout);
    }

    private static void checkSni(String name, Set<Transport> transports) throws UsageException {
        CertsTarget parsed = CertsTarget.parse(name);
        if (parsed.server() == null
                || name.indexOf(':') >= 0
                || name.chars().allMatch(c -> c == '.' || Character.isDigit(c))) {
            throw new UsageException("--sni: \"" + name + "\" is no host name (RFC 6066 knows no addresses)");
        }
        if (transports.contains(Transport.QUIC) && name.indexOf('.') < 0) {
            throw new UsageException(
                    "--sni " + name + ": over QUIC no name without a dot can be sent; add --tcp to ask over TCP only");
        }
    }

    private static List<CertsTarget> targets(CertsOptions options, CommandIo io) throws UsageException {
        List<String> all = new ArrayList<>(options.hosts);
        if (options.hostsFile != null) {
            all.addAll(fromFile(options.hostsFile, io));
        }
        if (all.isEmpty()) {
            throw new UsageException("whose certificates? Name a host: quiver certs example.org");
        }
        return all.stream().map(CertsTarget::parse).toList();
    }

    private static List<String> fromFile(String name, CommandIo io) throws UsageException {
        String text;
        try {
            text = name.equals("-")
                    ? new String(io.in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(name));
        } catch (IOException | InvalidPathException e) {
            throw new UsageException("--hosts: " + name + " cannot be read: " + e.getMessage());
        }
        return text.lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static @Nullable InetSocketAddress connectTo(@Nullable String text) throws UsageException {
        if (text == null) {
            return null;
        }
        try {
            HostPort to = HostPort.parse(text);
            return InetSocketAddress.createUnresolved(to.host(), to.port());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--connect-to: " + e.getMessage());
        }
    }

    private static Map<HostPort, InetSocketAddress> resolved(List<String> rules) throws UsageException {
        Map<HostPort, InetSocketAddress> resolved = new HashMap<>();
        for (String text : rules) {
            try {
                ResolveRule rule = ResolveRule.parse(text);
                // A literal address: no one is asked.
                resolved.put(
                        rule.target(),
                        new InetSocketAddress(rule.address(), rule.target().port()));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--resolve: " + e.getMessage());
            }
        }
        return resolved;
    }
}
