package dev.quiver.urlsession.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A disk whose process is killed after so many steps: a byte that is written counts as one, and so does every other act. */
public final class FailingDisk extends Disk {
    /** The process is gone: nothing after this happens, not even what a handler of exceptions would do. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private long left;
    private long taken;

    public FailingDisk(long steps) {
        this.left = steps;
    }

    /** How many steps were taken. */
    public long taken() {
        return taken;
    }

    private void step() {
        if (left-- <= 0) {
            left = 0;
            throw new Killed();
        }
        taken++;
    }

    @Override
    public void create(Path file) throws IOException {
        step();
        super.create(file);
        step();
    }

    @Override
    public void truncate(Path file, long size) throws IOException {
        step();
        super.truncate(file, size);
        step();
    }

    @Override
    public void write(Path file, long at, ByteBuffer bytes) throws IOException {
        step();
        int some = (int) Math.min(bytes.remaining(), left);
        super.write(file, at, bytes.slice(bytes.position(), some));
        left -= some;
        taken += some;
        if (some < bytes.remaining()) {
            throw new Killed();
        }
        bytes.position(bytes.limit());
        step();
    }

    @Override
    public void force(Path file) {
        // A killed process takes no power with it.
        step();
    }

    @Override
    public void replace(Path next, Path file) throws IOException {
        step();
        super.replace(next, file);
        step();
    }
}
