package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.probe.CertificateProbe;
import dev.quiver.quic.probe.EndpointReport;
import dev.quiver.quic.probe.ProbeTarget;
import dev.quiver.quic.probe.TransportReport;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many hosts in one call. {@code -Dquiver.fleet=500} for more of them. */
class FleetIT {
    private static final int HOSTS = Integer.getInteger("quiver.fleet", 100);
    private static final int AT_ONCE = 8;
    private static final Duration LIMIT = Duration.ofSeconds(3);

    @Test
    void aDeadHostCostsOnlyItsOwnTime() throws Exception {
        Authority root = Authority.root("Fleet Root");
        Authority leaf = root.leaf("*.fleet.test");
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<String> order = new ArrayList<>();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (TwoFacedServer server = new TwoFacedServer(new TwoFacedServer.Manner(leaf));
                ServerSocket silent = new ServerSocket(0, 1, loopback);
                DatagramSocket deaf = new DatagramSocket(new InetSocketAddress(loopback, silent.getLocalPort()));
                CertificateProbe probe = CertificateProbe.newBuilder()
                        .inspector(ChainInspector.newBuilder()
                                .anchors(List.of(root.certificate()))
                                .build())
                        .resolver(host -> {
                            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                            return CompletableFuture.completedFuture(List.of(loopback));
                        })
                        .timeout(LIMIT)
                        .atOnce(AT_ONCE)
                        .build()) {
            List<ProbeTarget> targets = new ArrayList<>();
            for (int i = 0; i < HOSTS; i++) {
                targets.add(new ProbeTarget(
                        "h" + i + ".fleet.test", server.address().getPort()));
            }
            targets.add(1, new ProbeTarget("dead.fleet.test", deaf.getLocalPort()));
            List<EndpointReport> reports = probe.inspectAll(targets, report -> {
                        underWay.decrementAndGet();
                        order.add(report.target().host());
                    })
                    .get(120, TimeUnit.SECONDS);
            assertThat(reports).extracting(EndpointReport::target).isEqualTo(targets);
            assertThat(reports.get(1).reached()).isFalse();
            assertThat(reports.get(1).elapsed()).isGreaterThanOrEqualTo(LIMIT.minusMillis(100));
            for (EndpointReport report : reports) {
                if (report != reports.get(1)) {
                    assertThat(report.transports())
                            .hasSize(2)
                            .allSatisfy(transport -> assertThat(transport.trusted())
                                    .as(report.toString())
                                    .isTrue());
                }
            }
            assertThat(most).hasValueBetween(2, AT_ONCE);
            assertThat(order.indexOf("dead.fleet.test"))
                    .as("hosts named later did not wait for it")
                    .isGreaterThan(2);
            List<ProbeTarget> again = targets.subList(2, 10);
            assertThat(probe.inspectAll(again, report -> {}).get(60, TimeUnit.SECONDS))
                    .as("no farewell holds up the transport's threads")
                    .allSatisfy(report -> assertThat(report.transports()).allMatch(TransportReport::trusted));
        }
    }
}
