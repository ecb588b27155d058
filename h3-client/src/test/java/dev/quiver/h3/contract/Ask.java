package dev.quiver.h3.contract;

import java.util.List;
import java.util.Map;

/** A request as the contract's routes see it, whichever protocol brought it. Names of fields are in lower case. */
interface Ask {
    String method();

    String path();

    /** The query's parameters, percent-decoded. */
    Map<String, String> query();

    /** The fields in order of name, without pseudo-header fields. */
    Map<String, List<String>> fields();

    /** HTTP/3, HTTP/2.0 or HTTP/1.1. */
    String protocol();

    /** Waits for all of it. */
    byte[] body() throws Exception;
}
