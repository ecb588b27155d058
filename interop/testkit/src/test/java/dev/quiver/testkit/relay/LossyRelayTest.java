package dev.quiver.testkit.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LossyRelayTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private DatagramSocket server;
    private DatagramSocket client;

    @BeforeEach
    void open() throws Exception {
        server = new DatagramSocket(0, LOOPBACK);
        client = new DatagramSocket(0, LOOPBACK);
        server.setReceiveBufferSize(4 << 20);
        server.setSoTimeout(10_000);
        client.setSoTimeout(10_000);
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    private LossyRelay.Builder relay() {
        return LossyRelay.newBuilder((InetSocketAddress) server.getLocalSocketAddress());
    }

    private static void send(DatagramSocket from, InetSocketAddress to, int number, int bytes) throws Exception {
        byte[] data = new byte[bytes];
        ByteBuffer.wrap(data).putInt(number);
        from.send(new DatagramPacket(data, bytes, to));
    }

    private static DatagramPacket receive(DatagramSocket at) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        at.receive(packet);
        return packet;
    }

    private static int number(DatagramPacket packet) {
        return ByteBuffer.wrap(packet.getData()).getInt();
    }

    private static InetSocketAddress from(DatagramPacket packet) {
        return (InetSocketAddress) packet.getSocketAddress();
    }

    @Test
    void clientsKeepTheirWaysApart() throws Exception {
        try (LossyRelay relay = relay().start();
                DatagramSocket other = new DatagramSocket(0, LOOPBACK)) {
            other.setSoTimeout(10_000);
            send(client, relay.address(), 1, 100);
            DatagramPacket one = receive(server);
            send(other, relay.address(), 2, 100);
            DatagramPacket two = receive(server);
            assertThat(from(one)).isNotEqualTo(from(two));

            send(server, from(two), 22, 50);
            send(server, from(one), 11, 50);
            assertThat(number(receive(client))).isEqualTo(11);
            assertThat(number(receive(other))).isEqualTo(22);
            assertThat(relay.clients()).isEqualTo(2);
            assertThat(relay.counts(Direction.TO_SERVER)).isEqualTo(new LinkCounts(2, 200, 2, 200, 0, 0, 0, 0, 0, 0));
            assertThat(relay.counts(Direction.TO_CLIENT)).isEqualTo(new LinkCounts(2, 100, 2, 100, 0, 0, 0, 0, 0, 0));
        }
    }

    @Test
    void lossAndDoublesAreThoseOfTheSeed() throws Exception {
        LinkConditions bad =
                LinkConditions.newBuilder().drop(0.3).duplicate(0.3).build();
        List<Integer> expected = new ArrayList<>();
        PacketFate fate = new PacketFate(bad, 5, Direction.TO_SERVER);
        for (int i = 0; i < 200; i++) {
            for (int copy = fate.next(0, 100).copies(); copy > 0; copy--) {
                expected.add(i);
            }
        }

        try (LossyRelay relay = relay().seed(5).toServer(bad).start()) {
            for (int i = 0; i < 200; i++) {
                send(client, relay.address(), i, 100);
            }
            List<Integer> arrived = new ArrayList<>();
            while (arrived.size() < expected.size()) {
                arrived.add(number(receive(server)));
            }
            assertThat(arrived).isEqualTo(expected);
            LinkCounts counts = relay.counts(Direction.TO_SERVER);
            assertThat(counts.sent()).isEqualTo(expected.size());
            assertThat(counts.received() - counts.dropped() + counts.duplicated())
                    .isEqualTo(expected.size());
        }
    }

    @Test
    void aRebindingShowsTheServerANewPortAndStraysAreLost() throws Exception {
        try (LossyRelay relay = relay().start()) {
            send(client, relay.address(), 1, 100);
            InetSocketAddress before = from(receive(server));
            relay.rebind();
            send(client, relay.address(), 2, 100);
            InetSocketAddress after = from(receive(server));
            assertThat(after).isNotEqualTo(before);

            send(server, before, 3, 100);
            send(server, after, 4, 100);
            assertThat(number(receive(client))).isEqualTo(4);
            await(() -> relay.counts(Direction.TO_CLIENT).cutOff() == 1);
        }
    }

    @Test
    void rebindingTakesTheAddressThatItIsGiven() throws Exception {
        InetAddress second = InetAddress.getByName("127.0.0.2");
        assumeTrue(canBind(second), "no second loopback address");
        try (LossyRelay relay = relay().start()) {
            send(client, relay.address(), 1, 100);
            assertThat(from(receive(server)).getAddress()).isEqualTo(LOOPBACK);
            relay.rebind(second);
            send(client, relay.address(), 2, 100);
            InetSocketAddress after = from(receive(server));
            assertThat(after.getAddress()).isEqualTo(second);

            send(server, after, 3, 100);
            assertThat(number(receive(client))).isEqualTo(3);
        }
    }

    private static boolean canBind(InetAddress address) {
        try (DatagramSocket socket = new DatagramSocket(0, address)) {
            return socket.isBound();
        } catch (SocketException e) {
            return false;
        }
    }

    @Test
    void aTapSeesAllAndTakesOutWhatItWants() throws Exception {
        List<String> seen = new ArrayList<>();
        DatagramTap tap = (direction, of, datagram) -> {
            assertThat(datagram.isReadOnly()).isTrue();
            synchronized (seen) {
                seen.add(direction + " " + datagram.getInt() + " " + of.equals(client.getLocalSocketAddress()));
                return !seen.get(seen.size() - 1).startsWith("TO_SERVER 2");
            }
        };
        try (LossyRelay relay = relay().tap(tap).start()) {
            for (int number = 1; number <= 3; number++) {
                send(client, relay.address(), number, 100);
            }
            DatagramPacket first = receive(server);
            assertThat(number(first)).isEqualTo(1);
            assertThat(number(receive(server))).isEqualTo(3);
            send(server, from(first), 4, 100);
            assertThat(number(receive(client))).isEqualTo(4);
            assertThat(seen)
                    .containsExactly("TO_SERVER 1 true", "TO_SERVER 2 true", "TO_SERVER 3 true", "TO_CLIENT 4 true");
            LinkCounts counts = relay.counts(Direction.TO_SERVER);
            assertThat(counts.dropped()).isEqualTo(1);
            assertThat(counts.received()).isEqualTo(3);
            assertThat(counts.sent()).isEqualTo(2);
        }
    }

    @Test
    void nothingPassesACutAndAllAfterIt() throws Exception {
        try (LossyRelay relay = relay().start()) {
            send(client, relay.address(), 1, 100);
            receive(server);
            relay.cutOff(Direction.TO_SERVER);
            send(client, relay.address(), 2, 100);
            await(() -> relay.counts(Direction.TO_SERVER).cutOff() == 1);
            relay.resume();
            send(client, relay.address(), 3, 100);
            assertThat(number(receive(server))).isEqualTo(3);
        }
    }

    @Test
    void aDamagedDatagramDiffersInOneBit() throws Exception {
        try (LossyRelay relay =
                relay().toServer(LinkConditions.newBuilder().corrupt(1).build()).start()) {
            client.send(new DatagramPacket(new byte[500], 500, relay.address()));
            DatagramPacket packet = receive(server);
            int bits = 0;
            for (int i = 0; i < packet.getLength(); i++) {
                bits += Integer.bitCount(packet.getData()[i] & 0xff);
            }
            assertThat(packet.getLength()).isEqualTo(500);
            assertThat(bits).isEqualTo(1);
        }
    }

    /** 1 MB at 50 Mbit/s and 20 ms: 168 ms for the bytes and headers, 20 ms on the way; the machine may be slow, never fast. */
    @Test
    void nothingArrivesBeforeRateAndDelayAllowIt() throws Exception {
        LinkConditions link = LinkConditions.newBuilder()
                .megabits(50)
                .queue(2_000_000)
                .delay(Duration.ofMillis(20))
                .build();
        try (LossyRelay relay = relay().toServer(link).start()) {
            int packets = 833;
            long begin = System.nanoTime();
            for (int i = 0; i < packets; i++) {
                send(client, relay.address(), i, 1200);
            }
            long first = 0;
            for (int i = 0; i < packets; i++) {
                assertThat(number(receive(server))).isEqualTo(i);
                first = first == 0 ? System.nanoTime() : first;
            }
            long end = System.nanoTime();
            double expected = packets * (1200 + PacketFate.HEADER_BYTES) * 8 / 50e6;
            // Never early. How late a busy machine makes it says nothing of the relay.
            assertThat((first - begin) / 1e9).isGreaterThanOrEqualTo(0.020);
            assertThat((end - begin) / 1e9).isGreaterThanOrEqualTo(0.020 + expected * 0.99);
        }
    }

    @Test
    void bothThreadsEndWithTheRelay() throws Exception {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        LossyRelay relay = relay().both(LinkConditions.newBuilder()
                        .delay(Duration.ofSeconds(30))
                        .build())
                .start();
        send(client, relay.address(), 1, 100);
        await(() -> relay.counts(Direction.TO_SERVER).received() == 1);
        relay.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(t -> !before.contains(t))
                .noneMatch(t ->
                        t.getName().startsWith("quiver-relay-" + relay.address().getPort()));
        server.setSoTimeout(1);
        assertThatThrownBy(() -> receive(server)).isInstanceOf(SocketTimeoutException.class);
        relay.close();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
