package dev.quiver.testkit.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * A bad network between clients and one server: a UDP relay on a loopback port. Point the client at {@link #address()}.
 * Each client address gets its own socket towards the server; all share one link in each direction. Which datagrams are
 * lost, doubled, held back or damaged depends on the seed and on their number alone. Safe to use from any thread; two
 * daemon threads, gone after {@link #close()}.
 *
 * <pre>{@code
 * try (LossyRelay relay = LossyRelay.newBuilder(server.address())
 *         .seed(42)
 *         .both(LinkConditions.newBuilder().delay(Duration.ofMillis(20)).megabits(50).drop(0.01).build())
 *         .start()) {
 *     … relay.address() … relay.counts(Direction.TO_CLIENT).dropped()
 * }
 * }</pre>
 */
public final class LossyRelay implements AutoCloseable {
    private final Map<Direction, Link> links;
    private final RelayLoop loop;

    private LossyRelay(Builder builder) throws IOException {
        links = new EnumMap<>(Map.of(
                Direction.TO_SERVER, new Link(new PacketFate(builder.toServer, builder.seed, Direction.TO_SERVER)),
                Direction.TO_CLIENT, new Link(new PacketFate(builder.toClient, builder.seed, Direction.TO_CLIENT))));
        loop = new RelayLoop(builder.server, link(Direction.TO_SERVER), link(Direction.TO_CLIENT), builder.tap);
    }

    /** A relay towards this server. */
    public static Builder newBuilder(InetSocketAddress server) {
        return new Builder(server);
    }

    /** Where clients send to: a loopback address and a port of its own. */
    public InetSocketAddress address() {
        return loop.address();
    }

    /** What one direction has done so far. */
    public LinkCounts counts(Direction direction) {
        return link(direction).counts();
    }

    /** The conditions of one direction. */
    public LinkConditions conditions(Direction direction) {
        return link(direction).conditions();
    }

    /** Changes the conditions of one direction from its next datagram on; the count of datagrams goes on. */
    public void conditions(Direction direction, LinkConditions conditions) {
        link(direction).conditions(Objects.requireNonNull(conditions, "conditions"));
    }

    /** Opens a blackhole, both ways: nothing that comes from now on gets through; what is under way arrives. */
    public void cutOff() {
        links.values().forEach(Link::cutOff);
    }

    /** Opens a blackhole one way. */
    public void cutOff(Direction direction) {
        link(direction).cutOff();
    }

    /** Closes every blackhole, those that the conditions opened included. */
    public void resume() {
        links.values().forEach(Link::resume);
    }

    /**
     * Every client reaches the server from another port from now on, as when a NAT forgets: the server sees new
     * addresses, and what it sends to the old ones is lost (RFC 9000 §9.3.3).
     *
     * @throws IOException if the system gives no socket
     */
    public void rebind() throws IOException {
        loop.rebind(null);
    }

    /**
     * As {@link #rebind()}, and from another address too: this one of the machine's own, e.g. 127.0.0.2 where the server
     * is on 127.0.0.1.
     *
     * @throws IOException if the system gives no socket there
     */
    public void rebind(InetAddress local) throws IOException {
        loop.rebind(Objects.requireNonNull(local, "local"));
    }

    /** How many client addresses have come so far. */
    public int clients() {
        return loop.clients();
    }

    /** Stops; datagrams under way are lost. Both threads have ended when this returns. */
    @Override
    public void close() {
        loop.close();
    }

    @Override
    public String toString() {
        return "LossyRelay[" + address() + "]";
    }

    private Link link(Direction direction) {
        return Objects.requireNonNull(links.get(direction));
    }

    /** Describes a relay. Not thread-safe. */
    public static final class Builder {
        private final InetSocketAddress server;
        private LinkConditions toServer = LinkConditions.PERFECT;
        private LinkConditions toClient = LinkConditions.PERFECT;
        private long seed;
        private DatagramTap tap = DatagramTap.NONE;

        private Builder(InetSocketAddress server) {
            this.server = Objects.requireNonNull(server, "server");
            InetAddress address = server.getAddress();
            if (address == null) {
                throw new IllegalArgumentException("the server's name " + server.getHostString() + " is not resolved");
            }
        }

        /** What the dice begin with. Default 0. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Conditions from the clients to the server. Default: perfect. */
        public Builder toServer(LinkConditions conditions) {
            this.toServer = Objects.requireNonNull(conditions, "conditions");
            return this;
        }

        /** Conditions from the server to the clients. Default: perfect. */
        public Builder toClient(LinkConditions conditions) {
            this.toClient = Objects.requireNonNull(conditions, "conditions");
            return this;
        }

        /** The same conditions for both directions, each with its own queue. */
        public Builder both(LinkConditions conditions) {
            return toServer(conditions).toClient(conditions);
        }

        /** Who looks at every datagram, and may take it out. Default: nobody. */
        public Builder tap(DatagramTap tap) {
            this.tap = Objects.requireNonNull(tap, "tap");
            return this;
        }

        /**
         * Binds a port and begins.
         *
         * @throws IOException if the system gives no socket
         */
        public LossyRelay start() throws IOException {
            return new LossyRelay(this);
        }
    }
}
