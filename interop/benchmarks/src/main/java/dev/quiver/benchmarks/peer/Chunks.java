package dev.quiver.benchmarks.peer;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** An upload's bytes, all zero, in pieces of 64 KiB; the same array again and again. */
public record Chunks(long bytes) implements Iterable<byte[]> {
    /** How large a piece is. */
    public static final int SIZE = 65_536;

    @Override
    public Iterator<byte[]> iterator() {
        byte[] chunk = new byte[SIZE];
        return new Iterator<>() {
            private long left = bytes;

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public byte[] next() {
                if (left <= 0) {
                    throw new NoSuchElementException();
                }
                int size = (int) Math.min(left, SIZE);
                left -= size;
                return size == SIZE ? chunk : new byte[size];
            }
        };
    }
}
