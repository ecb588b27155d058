package dev.quiver.cli;

import static dev.quiver.cli.OptionRules.exclusive;
import static dev.quiver.cli.OptionRules.parsed;
import static dev.quiver.cli.OptionRules.seconds;

import dev.quiver.cli.transfer.AddressFamily;
import dev.quiver.cli.transfer.ClientSettings;
import dev.quiver.cli.transfer.HostPort;
import dev.quiver.cli.transfer.ResolveRule;
import dev.quiver.h3.Discovery;
import dev.quiver.quic.trust.TrustEvaluator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link ReachOptions} come to, checked before anything is sent. */
final class ReachPlan {
    private ReachPlan() {}

    /**
     * The client's settings.
     *
     * @throws UsageException if options contradict each other, or cannot be read
     */
    static ClientSettings of(ReachOptions reach, @Nullable String proxy, boolean followRedirects)
            throws UsageException {
        refuseContradictions(reach);
        Discovery discovery = reach.noHttp3
                ? Discovery.NONE
                : reach.http3Only || reach.connectTo != null ? Discovery.HTTP3_ONLY : Discovery.ANY;
        List<ResolveRule> resolve = new ArrayList<>();
        for (String rule : reach.resolve) {
            resolve.add(parsed("--resolve", rule, ResolveRule::parse));
        }
        if (!reach.pins.isEmpty()) {
            parsed(
                    "--pin",
                    String.join(" ", reach.pins),
                    text -> TrustEvaluator.pins(reach.pins.toArray(String[]::new)));
        }
        Duration connectTimeout = seconds("--connect-timeout", reach.connectTimeout);
        return new ClientSettings(
                discovery,
                reach.caFile,
                reach.insecure,
                reach.pins,
                reach.certificate,
                reach.key == null ? reach.certificate : reach.key,
                reach.connectTo == null ? null : parsed("--connect-to", reach.connectTo, HostPort::parse),
                resolve,
                reach.ipv4 ? AddressFamily.IPV4 : reach.ipv6 ? AddressFamily.IPV6 : null,
                proxy == null ? null : parsed("--proxy", proxyHost(proxy), HostPort::parse),
                connectTimeout == null ? ClientSettings.DEFAULT.connectTimeout() : connectTimeout,
                followRedirects,
                reach.keyLog,
                reach.qlog);
    }

    private static void refuseContradictions(ReachOptions o) throws UsageException {
        exclusive("--http3-only", o.http3Only, "--no-http3", o.noHttp3);
        exclusive("--connect-to", o.connectTo != null, "--no-http3", o.noHttp3);
        exclusive("--resolve", !o.resolve.isEmpty(), "--no-http3", o.noHttp3);
        exclusive("--connect-to", o.connectTo != null, "--resolve", !o.resolve.isEmpty());
        exclusive("-4", o.ipv4, "-6", o.ipv6);
        exclusive("-4 and -6", o.ipv4 || o.ipv6, "--no-http3", o.noHttp3);
        exclusive("--keylog", o.keyLog != null, "--no-http3", o.noHttp3);
        exclusive("--qlog", o.qlog != null, "--no-http3", o.noHttp3);
        if (o.key != null && o.certificate == null) {
            throw new UsageException("--key alone shows nothing: name its certificate with --cert");
        }
        exclusive("--cacert", o.caFile != null, "--insecure", o.insecure);
    }

    /** A proxy may be written as a URL; only plain HTTP proxies are spoken to. */
    private static String proxyHost(String text) throws UsageException {
        String host = text.startsWith("http://") ? text.substring("http://".length()) : text;
        if (host.contains("://")) {
            throw new UsageException("--proxy " + text + ": only an http:// proxy can be used");
        }
        if (host.indexOf('@') >= 0) {
            throw new UsageException("--proxy " + text.substring(text.indexOf('@')) + ": this version has no way to "
                    + "give a proxy credentials");
        }
        return host.endsWith("/") ? host.substring(0, host.length() - 1) : host;
    }
}
