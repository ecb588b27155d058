package dev.quiver.h3.contract;

/** The contract, held by the JDK's client over HTTP/1.1. */
class JdkHttp11ContractIT extends ContractSuite {
    JdkHttp11ContractIT() {
        super(Setup.JDK_HTTP_1_1);
    }
}
