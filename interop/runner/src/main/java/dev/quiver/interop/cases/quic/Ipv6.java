package dev.quiver.interop.cases.quic;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Answer.By;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Target;
import dev.quiver.interop.TargetSyntax;
import dev.quiver.interop.Trial;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LossyRelay;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** A transfer over IPv6 alone. */
final class Ipv6 extends QuicCase {
    private static final Duration KNOCK = Duration.ofSeconds(5);

    Ipv6() {
        super("ipv6", "6", 20, "A transfer is whole over IPv6.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Target target = trial.target();
        String declared = target.option("ipv6");
        InetSocketAddress address = declared != null ? declared(declared) : found(target);
        if (!hasRoute(address)) {
            return Answer.unsupported(
                    By.QUIVER,
                    "this machine has no way to " + address.getAddress().getHostAddress());
        }
        LossyRelay relay = trial.keep(LossyRelay.newBuilder(address).start());
        knock(trial, address, declared != null);
        Fetches fetches = new Fetches(trial, trial.open(trial.client().connectTo(relay.address())));
        // What is declared is the same server: it answers as by its other address.
        Assets assets = declared != null ? Assets.of(trial) : Assets.over(trial, address);
        List<Asset> wanted = assets.named("1k.bin", "64k.bin");
        fetches.together(wanted);
        Connections.one(trial);
        long there = relay.counts(Direction.TO_SERVER).sent();
        long back = relay.counts(Direction.TO_CLIENT).sent();
        return Answer.succeeded(wanted.size() + " answers as in "
                + wanted.get(0).known() + "; the relay took " + there
                + " datagrams to " + address.getAddress().getHostAddress() + " and " + back + " from there, and has no "
                + "other socket");
    }

    private static InetSocketAddress declared(String place) throws UnknownHostException {
        TargetSyntax.Place at = TargetSyntax.place(place);
        return new InetSocketAddress(first(at.host()), at.port());
    }

    private static InetSocketAddress found(Target target) throws CaseEndedException {
        try {
            return new InetSocketAddress(first(target.host()), target.port());
        } catch (UnknownHostException e) {
            throw CaseEndedException.unsupported(
                    By.TARGET, target.host() + " has no IPv6 address; declare ipv6=[ADDRESS]:PORT where it has one");
        }
    }

    private static InetAddress first(String host) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host))
                .filter(Inet6Address.class::isInstance)
                .findFirst()
                .orElseThrow(() -> new UnknownHostException(host));
    }

    /** Whether the system would send there at all. */
    private static boolean hasRoute(InetSocketAddress address) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(address);
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    /** A name like localhost has an IPv6 address whether a server listens there or not. */
    private static void knock(Trial trial, InetSocketAddress address, boolean declared) throws Exception {
        try {
            trial.open(trial.client()
                            .qlog(Assets.apart(trial))
                            .connectTo(address)
                            .handshakeTimeout(KNOCK)
                            .connectTimeout(KNOCK))
                    .warmUp(trial.target().uri("/"))
                    .get();
        } catch (ExecutionException e) {
            H3Exception h3 = H3Exception.in(e);
            if (h3 != null && h3.kind() == Kind.PORT_CLOSED) {
                String nobody =
                        "nobody listens at [" + address.getAddress().getHostAddress() + "]:" + address.getPort();
                throw declared
                        ? CaseEndedException.failed(nobody + ", which is declared as its place on IPv6")
                        : CaseEndedException.unsupported(
                                By.SERVER, nobody + "; where it does at another place, declare ipv6=[ADDRESS]:PORT");
            }
            throw e;
        }
    }
}
