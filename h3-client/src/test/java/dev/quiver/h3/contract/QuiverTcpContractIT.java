package dev.quiver.h3.contract;

/** The contract, held by H3Client where no QUIC is answered. */
class QuiverTcpContractIT extends ContractSuite {
    QuiverTcpContractIT() {
        super(Setup.QUIVER_TCP);
    }
}
