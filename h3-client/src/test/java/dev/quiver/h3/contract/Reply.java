package dev.quiver.h3.contract;

/** An answer; each call waits until the protocol has room. */
interface Reply {
    void informational(int status, String... namesAndValues) throws Exception;

    void head(int status, String... namesAndValues) throws Exception;

    void write(byte[] bytes) throws Exception;

    void end() throws Exception;

    /** Breaks off in the middle. */
    void abort() throws Exception;
}
