package dev.quiver.peers;

/** Who made the QUIC stack of a raw peer; the names are those of the scripts in {@code interop/peers}. */
enum Maker {
    QUIC_GO("quic-go"),
    AIOQUIC("aioquic");

    private final String script;

    Maker(String script) {
        this.script = script;
    }

    String script() {
        return script;
    }

    @Override
    public String toString() {
        return script;
    }
}
