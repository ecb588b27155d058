package dev.quiver.h3.internal.body;

import dev.quiver.quic.internal.spi.GuestLoop;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BooleanSupplier;

/** A loop that takes guests, for tests: what one of them does not expect to be called fails it. */
public abstract class GuestHost extends ScheduledThreadPoolExecutor implements GuestLoop {
    protected GuestHost() {
        super(1);
    }

    @Override
    public boolean invite(Guest guest) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean borrow(BooleanSupplier enough) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void noBorrower() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void underWay(int more) {
        throw new UnsupportedOperationException();
    }
}
