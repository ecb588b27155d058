package dev.quiver.h3.contract;

/** The contract, held by H3Client over HTTP/3. */
class QuiverHttp3ContractIT extends ContractSuite {
    QuiverHttp3ContractIT() {
        super(Setup.QUIVER_H3);
    }
}
