package dev.quiver.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the modules export, read from the module-info classes that the build made. */
class ModuleInfoTest {

    private static final Set<String> LENT_OUT = Set.of(
            "dev.quiver.quic.internal.spi to [dev.quiver.h3, dev.quiver.testkit]",
            "dev.quiver.h3.internal.auth to [dev.quiver.urlsession]");

    @TestFactory
    Stream<DynamicTest> exportsOnlyTheFace() {
        return Module.ALL.stream()
                .map(module -> DynamicTest.dynamicTest(module.name(), () -> {
                    ModuleDescriptor descriptor = descriptorOf(module);
                    assertThat(descriptor.name()).isEqualTo(module.name());
                    assertThat(internalExports(descriptor)).isSubsetOf(LENT_OUT);
                }));
    }

    private static ModuleDescriptor descriptorOf(Module module) throws IOException {
        try (InputStream in = Files.newInputStream(module.classes().resolve("module-info.class"))) {
            return ModuleDescriptor.read(in);
        }
    }

    private static Set<String> internalExports(ModuleDescriptor descriptor) {
        return descriptor.exports().stream()
                .filter(export -> List.of(export.source().split("\\.")).contains("internal"))
                .map(export -> export.source() + " to "
                        + export.targets().stream().sorted().toList())
                .collect(Collectors.toSet());
    }
}
