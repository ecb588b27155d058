package dev.quiver.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How servers are reached and trusted: what the commands that speak HTTP have in common. {@link ReachPlan} checks it. */
final class ReachOptions {
    @Option(names = "--http3-only", order = 30, description = "HTTP/3 or nothing: no TCP whatever happens.")
    boolean http3Only;

    @Option(names = "--no-http3", order = 31, description = "TCP only: HTTP/2 or HTTP/1.1.")
    boolean noHttp3;

    @Option(
            names = "--connect-to",
            paramLabel = "HOST:PORT",
            order = 32,
            description = "Connect there whatever the URL says. The server must still prove to be the URL's host. "
                    + "Implies --http3-only in get and ws.")
    @Nullable
    String connectTo;

    @Option(
            names = "--resolve",
            paramLabel = "HOST:PORT:ADDRESS",
            order = 33,
            description =
                    "Use ADDRESS for that host and port; get and ws over HTTP/3 only. May be given several times.")
    List<String> resolve = new ArrayList<>();

    @Option(
            names = {"-4", "--ipv4"},
            order = 34,
            description = "Only the URL's IPv4 address; get and ws over HTTP/3 only.")
    boolean ipv4;

    @Option(
            names = {"-6", "--ipv6"},
            order = 35,
            description = "Only the URL's IPv6 address; get and ws over HTTP/3 only.")
    boolean ipv6;

    @Option(
            names = "--cacert",
            paramLabel = "PEM",
            order = 40,
            description = "Trust the certificates in this file in place of the platform's.")
    @Nullable
    Path caFile;

    @Option(
            names = {"-k", "--insecure"},
            order = 41,
            description = "Trust any server. Whoever sits between can read and change everything.")
    boolean insecure;

    @Option(
            names = "--pin",
            paramLabel = "sha256/B64",
            order = 42,
            description = "Also want this key in the server's chain. Several: any of them.")
    List<String> pins = new ArrayList<>();

    @Option(
            names = "--cert",
            paramLabel = "PEM",
            order = 43,
            description = "Show this client certificate, its chain behind it, to servers that want one.")
    @Nullable
    Path certificate;

    @Option(
            names = "--key",
            paramLabel = "PEM",
            order = 44,
            description = "The key to --cert, where it is not in the same file.")
    @Nullable
    Path key;

    @Option(
            names = "--connect-timeout",
            paramLabel = "S",
            order = 51,
            description = "The limit on look-up, connecting and handshake in seconds. Default: 10.")
    @Nullable
    String connectTimeout;

    @Option(
            names = "--keylog",
            paramLabel = "FILE",
            order = 60,
            description = "Append the TLS secrets of HTTP/3 connections, for Wireshark.")
    @Nullable
    Path keyLog;

    @Option(
            names = "--qlog",
            paramLabel = "DIR",
            order = 61,
            description = "Write a qlog file for each HTTP/3 connection.")
    @Nullable
    Path qlog;
}
