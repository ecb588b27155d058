package dev.quiver.h3.internal.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.h3.internal.message.RequestHead;
import dev.quiver.h3.internal.wire.CallHandle;
import dev.quiver.h3.internal.wire.Wire;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TunnelTest {
    private final List<String> told = new ArrayList<>();
    private final CallHandle handle = (CallHandle) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {CallHandle.class}, (proxy, method, args) -> {
                told.add(method.getName());
                return null;
            });
    private final Wire wire = (Wire) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Wire.class}, (proxy, method, args) -> handle);
    private final Tunnel tunnel =
            Tunnel.open(wire, new RequestHead("CONNECT", "https", "h", "/", new FieldLines(), "x"), false);

    @Test
    void aPieceThatWasOnItsWayDoesNotUndoAPause() {
        assertThat(tunnel.data(ByteBuffer.allocate(100 << 10))).isTrue();
        assertThat(tunnel.data(ByteBuffer.allocate(156 << 10))).isFalse();
        assertThat(tunnel.poll()).isNotNull();
        assertThat(tunnel.data(ByteBuffer.allocate(1))).isFalse();
        assertThat(told).isEmpty();
        assertThat(tunnel.poll()).isNotNull();
        assertThat(told).containsExactly("readOn");
        assertThat(tunnel.data(ByteBuffer.allocate(1))).isTrue();
    }
}
