package dev.quiver.cli;

import dev.quiver.cli.transfer.AddressFamily;
import dev.quiver.cli.transfer.ClientSettings;
import dev.quiver.cli.transfer.HostPort;
import dev.quiver.cli.transfer.RequestSettings;
import dev.quiver.cli.transfer.ResolveRule;
import dev.quiver.h3.Discovery;
import dev.quiver.quic.trust.TrustEvaluator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@code quiver get} is to do, checked: contradictions and what this version cannot do are refused here, before
 * anything is sent.
 *
 * @param client what shapes the client
 * @param request what is asked of each URL
 */
record GetPlan(ClientSettings client, RequestSettings request) {
    private static final BigDecimal LONGEST_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(365).toSeconds());

    /**
     * Makes sense of the options.
     *
     * @throws UsageException if they contradict each other, or ask for what cannot be done
     */
    static GetPlan of(GetOptions options, CommandIo io) throws UsageException {
        refuseContradictions(options);
        refuseRepetition(options);
        return new GetPlan(client(options), RequestPlan.of(options, io));
    }

    private static void refuseContradictions(GetOptions o) throws UsageException {
        exclusive("--http3-only", o.http3Only, "--no-http3", o.noHttp3);
        exclusive("--connect-to", o.connectTo != null, "--no-http3", o.noHttp3);
        exclusive("--resolve", !o.resolve.isEmpty(), "--no-http3", o.noHttp3);
        exclusive("--connect-to", o.connectTo != null, "--resolve", !o.resolve.isEmpty());
        exclusive("-4", o.ipv4, "-6", o.ipv6);
        exclusive("-4 and -6", o.ipv4 || o.ipv6, "--no-http3", o.noHttp3);
        exclusive("--keylog", o.keyLog != null, "--no-http3", o.noHttp3);
        exclusive("--qlog", o.qlog != null, "--no-http3", o.noHttp3);
        exclusive("--early-data", o.earlyData, "--no-http3", o.noHttp3);
        exclusive("--early-data", o.earlyData, "--proxy", o.proxy != null);
        exclusive("--early-data", o.earlyData, "-d and -T", !o.data.isEmpty() || o.upload != null);
        exclusive("--proxy", o.proxy != null, "--http3-only", o.http3Only);
        exclusive("--proxy", o.proxy != null, "--connect-to", o.connectTo != null);
        exclusive("--proxy", o.proxy != null, "--resolve", !o.resolve.isEmpty());
        exclusive("--proxy", o.proxy != null, "-4 and -6", o.ipv4 || o.ipv6);
        if (o.key != null && o.certificate == null) {
            throw new UsageException("--key alone shows nothing: name its certificate with --cert");
        }
        exclusive("--cacert", o.caFile != null, "--insecure", o.insecure);
        exclusive("-d", !o.data.isEmpty(), "-T", o.upload != null);
        exclusive("-I", o.head, "-d and -T", !o.data.isEmpty() || o.upload != null);
        exclusive("-I", o.head, "-X", o.method != null);
        exclusive("-I", o.head, "-o", o.output != null);
    }

    private static void refuseRepetition(GetOptions options) throws UsageException {
        if (options.repeat < 1) {
            throw new UsageException("--repeat must be at least 1, not " + options.repeat);
        }
        if (options.earlyData && (options.repeat < 2 || !options.fresh)) {
            throw new UsageException(
                    "--early-data needs --repeat N --fresh, N at least 2: the first connection earns the "
                            + "ticket by which the others send early");
        }
        if (options.output != null && options.urls.size() > 1) {
            throw new UsageException(
                    "-o names one file, but there are " + options.urls.size() + " URLs: run the command once for each");
        }
    }

    private static ClientSettings client(GetOptions options) throws UsageException {
        Discovery discovery = options.noHttp3
                ? Discovery.NONE
                : options.http3Only || options.connectTo != null ? Discovery.HTTP3_ONLY : Discovery.ANY;
        List<ResolveRule> resolve = new ArrayList<>();
        for (String rule : options.resolve) {
            resolve.add(parsed("--resolve", rule, ResolveRule::parse));
        }
        if (!options.pins.isEmpty()) {
            parsed(
                    "--pin",
                    String.join(" ", options.pins),
                    text -> TrustEvaluator.pins(options.pins.toArray(String[]::new)));
        }
        Duration connectTimeout = seconds("--connect-timeout", options.connectTimeout);
        return new ClientSettings(
                discovery,
                options.caFile,
                options.insecure,
                options.pins,
                options.certificate,
                options.key == null ? options.certificate : options.key,
                options.connectTo == null ? null : parsed("--connect-to", options.connectTo, HostPort::parse),
                resolve,
                options.ipv4 ? AddressFamily.IPV4 : options.ipv6 ? AddressFamily.IPV6 : null,
                options.proxy == null ? null : parsed("--proxy", proxyHost(options.proxy), HostPort::parse),
                connectTimeout == null ? ClientSettings.DEFAULT.connectTimeout() : connectTimeout,
                options.location,
                options.keyLog,
                options.qlog);
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

    /** Seconds with a fraction, as a person types them. */
    static @Nullable Duration seconds(String option, @Nullable String text) throws UsageException {
        if (text == null) {
            return null;
        }
        try {
            BigDecimal seconds = new BigDecimal(text.strip());
            if (seconds.signum() > 0 && seconds.compareTo(LONGEST_SECONDS) <= 0) {
                Duration duration = Duration.ofNanos(seconds.movePointRight(9).longValue());
                return duration.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : duration;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException(option + " wants seconds, more than 0 and at most a year, not \"" + text + "\"");
    }

    private static <T> T parsed(String option, String text, Function<String, T> parser) throws UsageException {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    private static void exclusive(String one, boolean hasOne, String other, boolean hasOther) throws UsageException {
        if (hasOne && hasOther) {
            throw new UsageException(one + " and " + other + " exclude each other: leave one out");
        }
    }
}
