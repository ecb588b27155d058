package dev.quiver.h3.contract;

/** The contract, held by the JDK's client over HTTP/2. */
class JdkHttp2ContractIT extends ContractSuite {
    JdkHttp2ContractIT() {
        super(Setup.JDK_HTTP_2);
    }
}
