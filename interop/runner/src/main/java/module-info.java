/** Cases, targets and reports: how this client and a server of another maker get on. */
module dev.quiver.interop {
    requires transitive dev.quiver.h3;
    requires dev.quiver.quic;
    requires transitive dev.quiver.testkit;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires java.xml;
    requires static transitive org.jspecify;

    exports dev.quiver.interop;
    exports dev.quiver.interop.cases;
    exports dev.quiver.interop.endpoint;
    exports dev.quiver.interop.evidence;
    exports dev.quiver.interop.report;
}
