package dev.quiver.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds {@link Rules} over the classes of every module, on the class path, where qualified exports do not bind. */
class HouseRulesTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("dev.quiver");

    @Test
    void everyModuleIsSeen() {
        assertThat(Module.ALL)
                .allSatisfy(module -> assertThat(OURS.stream().filter(module::contains))
                        .as(module.name())
                        .isNotEmpty());
    }

    @Test
    void noNettyInSignatures() {
        Rules.noNettyInSignatures().check(OURS);
    }

    @Test
    void noInternalTypesInSignatures() {
        Rules.noInternalTypesInSignatures().check(OURS);
    }

    @Test
    void nettyOnlyInInternalPackages() {
        Rules.nettyOnlyInInternalPackages().check(OURS);
    }

    @Test
    void nettyOnlyInModulesThatCarryIt() {
        Rules.nettyOnlyInModulesThatCarryIt().check(OURS);
    }

    @Test
    void quicCodecOnlyInQuicGroup() {
        Rules.quicCodecOnlyInQuicGroup().check(OURS);
    }

    @Test
    void onePackageTouchesTheQuicCodec() {
        assertThat(CodecPackages.touching(OURS, "dev.quiver.quic", "io.netty.handler.codec.quic"))
                .hasSize(1);
    }

    @Test
    void onePackageTouchesTheHttp3Codec() {
        assertThat(CodecPackages.touching(OURS, "dev.quiver.h3", "io.netty.handler.codec.http3"))
                .hasSize(1);
    }

    @TestFactory
    Stream<DynamicTest> internalsStayInside() {
        return Module.ALL.stream()
                .map(module -> DynamicTest.dynamicTest(
                        module.name(), () -> Rules.internalsStayInside(module).check(OURS)));
    }

    @TestFactory
    Stream<DynamicTest> layers() {
        return Module.ALL.stream()
                .map(module -> DynamicTest.dynamicTest(
                        module.name(), () -> Rules.layersOf(module).check(OURS)));
    }

    @Test
    void systemLoggerOnly() {
        Rules.systemLoggerOnly().check(OURS);
    }

    @Test
    void librariesDoNotPrint() {
        Rules.librariesDoNotPrint().check(OURS);
    }

    @Test
    void namesSayWhatAClassIs() {
        Rules.namesSayWhatAClassIs().check(OURS);
    }
}
