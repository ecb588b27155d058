package dev.quiver.cli;

import dev.quiver.cli.certs.CertsResult;
import dev.quiver.cli.certs.CertsTarget;
import dev.quiver.cli.render.CertsJson;
import dev.quiver.cli.render.CertsText;
import dev.quiver.cli.render.FleetBar;
import dev.quiver.cli.transfer.ErrorKind;
import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.HostPort;
import dev.quiver.cli.transfer.Stage;
import dev.quiver.cli.transfer.StopSignal;
import dev.quiver.quic.probe.CertificateProbe;
import dev.quiver.quic.probe.EndpointReport;
import dev.quiver.quic.probe.ProbeTarget;
import dev.quiver.quic.probe.TransportReport;
import dev.quiver.quic.trust.CertificateFetcher;
import dev.quiver.quic.trust.ChainInspector;
import dev.quiver.quic.trust.TrustContext.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One run of {@code quiver certs}: every host, as many at once as allowed, and one exit code. */
final class CertsRun {
    /** From so many hosts on, a line each says more than a tree each. */
    private static final int MANY = 5;

    private static final Duration FETCH_LIMIT = Duration.ofSeconds(10);

    private final CertsOptions options;
    private final CertsPlan plan;
    private final CommandIo io;
    private final StopSignal stop;
    private final CertsJson json;
    private final CertsText text;
    private final Tally tally = new Tally();
    private @Nullable CertificateProbe probe;
    private volatile boolean outputBroken;
    private boolean begun;

    CertsRun(CertsOptions options, CertsPlan plan, CommandIo io, StopSignal stop) {
        this.options = options;
        this.plan = plan;
        this.io = io;
        this.stop = stop;
        this.json = new CertsJson(plan.transports(), options.showCerts);
        this.text = new CertsText(io.outStyle(), io.columns(), options.verbose);
    }

    /** Inspects all and returns the first failure's exit code, by the order in which the hosts were named. */
    int run() {
        stop.watch();
        long began = System.nanoTime();
        ChainInspector inspector;
        try {
            inspector = inspector();
        } catch (IOException | IllegalArgumentException e) {
            return unusable(e);
        }
        CertificateProbe.Builder builder = CertificateProbe.newBuilder()
                .inspector(inspector)
                .transports(plan.transports().toArray(Transport[]::new))
                .timeout(plan.timeout())
                .atOnce(options.parallel);
        if (!options.alpn.isEmpty()) {
            String[] protocols = options.alpn.toArray(String[]::new);
            builder.quicAlpn(protocols).tcpAlpn(protocols);
        }
        int exit;
        try (CertificateProbe made = builder.build();
                FleetBar bar = new FleetBar(
                        io.err(), io.columns(), io.errStyle(), plan.targets().size(), "hosts", "with trouble")) {
            probe = made;
            if (io.errTerminal() && plan.targets().size() > 1) {
                bar.start();
            }
            exit = all(made, bar);
        }
        if (plan.targets().size() >= MANY && !options.json && !outputBroken && exit != ExitCode.CANCELLED) {
            print(List.of("", tally.line(Duration.ofNanos(System.nanoTime() - began))));
        }
        return exit;
    }

    private ChainInspector inspector() throws IOException {
        ChainInspector.Builder builder = ChainInspector.newBuilder();
        if (options.caFile != null) {
            builder.anchorsFromPem(options.caFile);
        }
        if (options.fetchMissing) {
            builder.fetchMissing(CertificateFetcher.http(), FETCH_LIMIT);
        }
        return builder.build();
    }

    private int unusable(Exception e) {
        String message = "cannot use --cacert " + e.getMessage();
        Failure failure = Failure.local(ErrorKind.IO, Stage.CA_FILE, message, e);
        plan.targets().forEach(target -> tell(CertsResult.failed(target, failure), false));
        complain(failure);
        return failure.exitCode();
    }

    private int all(CertificateProbe made, FleetBar bar) {
        List<CompletableFuture<CertsResult>> results = new ArrayList<>();
        for (CertsTarget target : plan.targets()) {
            HostPort server = target.server();
            CompletableFuture<CertsResult> result = server == null
                    ? CompletableFuture.completedFuture(refused(target))
                    : made.inspect(target(server)).thenApply(report -> CertsResult.of(target, report));
            results.add(result.thenApply(done -> {
                bar.done(done.exitCode() == ExitCode.DONE, () -> tell(done, true));
                return done;
            }));
        }
        int exit = ExitCode.DONE;
        try {
            for (CompletableFuture<CertsResult> result : results) {
                int code = result.get().exitCode();
                exit = exit == ExitCode.DONE ? code : exit;
            }
        } catch (InterruptedException e) {
            return ExitCode.CANCELLED;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CancellationException) {
                return outputBroken ? ExitCode.OUTPUT : ExitCode.CANCELLED;
            }
            throw new IllegalStateException(e.getCause());
        }
        return outputBroken ? ExitCode.OUTPUT : exit;
    }

    private static CertsResult refused(CertsTarget target) {
        Failure failure = target.failure();
        if (failure == null) {
            throw new IllegalStateException("neither a server nor a failure: " + target);
        }
        return CertsResult.failed(target, failure);
    }

    private ProbeTarget target(HostPort server) {
        InetSocketAddress address =
                plan.connectTo() != null ? plan.connectTo() : plan.resolved().get(server);
        return new ProbeTarget(server.host(), server.port(), options.sni, address);
    }

    /** Called by one thread at a time: the bar's lock sees to that. */
    private void tell(CertsResult result, boolean complain) {
        tally.add(result);
        Failure failure = result.failure();
        if (failure != null && complain) {
            complain(failure);
        }
        EndpointReport report = result.report();
        if (options.json) {
            print(List.of(json.line(result)));
        } else if (report != null) {
            boolean brief = plan.targets().size() >= MANY && !options.verbose;
            List<String> lines = new ArrayList<>();
            if (begun && !brief) {
                lines.add("");
            }
            lines.addAll(brief ? text.brief(result) : text.full(result));
            if (options.showCerts) {
                lines.addAll(CertsText.pems(report));
            }
            print(lines);
            begun = true;
        }
        if (options.trace && report != null) {
            for (TransportReport transport : report.transports()) {
                if (transport.error() != null && transport.error().cause() != null) {
                    transport.error().cause().printStackTrace(io.err());
                }
            }
        }
    }

    private void complain(Failure failure) {
        io.err().println(io.errStyle().red("quiver:") + " (" + failure.exitCode() + ") " + failure.message());
    }

    private void print(List<String> lines) {
        if (outputBroken) {
            return;
        }
        try {
            io.out().write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            io.out().flush();
        } catch (IOException e) {
            outputBroken = true;
            complain(
                    Failure.local(ErrorKind.IO, Stage.OUTPUT, "cannot write to standard output: " + e.getMessage(), e));
            if (probe != null) {
                probe.close();
            }
        }
    }
}
