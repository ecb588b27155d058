package dev.quiver.h3.contract;

/** A client over a protocol. */
enum Setup {
    JDK_HTTP_2,
    JDK_HTTP_1_1,
    QUIVER_H3,
    QUIVER_TCP;

    boolean quiver() {
        return this == QUIVER_H3 || this == QUIVER_TCP;
    }
}
