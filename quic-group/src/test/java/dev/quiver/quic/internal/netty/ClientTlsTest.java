package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.internal.netty.TicketContexts.Policy;
import dev.quiver.quic.trust.TrustEvaluator;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ClientTlsTest {
    /** Its native memory is freed only then, and a group without a shared session cache has one of its own. */
    @Test
    void aContextThatNobodyUsesIsCollected() {
        WeakReference<ClientTls> unused = new WeakReference<>(
                new ClientTls(new Policy(TrustEvaluator.platform(), null, List.of("test"), false, null)));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (unused.get() != null && System.nanoTime() - end < 0) {
            System.gc();
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(unused.get()).isNull();
    }
}
