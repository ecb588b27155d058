package dev.quiver.h3.internal.altsvc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.internal.message.OriginKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AltSvcStoreTest {
    private static final OriginKey A = new OriginKey("https", "a", 443);

    @TempDir
    private Path dir;

    private Path file;

    @BeforeEach
    void choose() {
        file = dir.resolve("alt-svc");
    }

    @Test
    void anotherProcessReadsWhatThisOneHeard() {
        store().heard(A, List.of("h3=\":8443\""), 0);
        assertThat(store().places(A)).containsExactly(new Place("a", 8443));
    }

    @Test
    void httpIsNotBelieved() {
        AltSvcStore store = store();
        store.heard(new OriginKey("http", "a", 80), List.of("h3=\":8443\""), 0);
        assertThat(store.places(new OriginKey("http", "a", 80))).isEmpty();
    }

    @Test
    void whoWritesLastLosesNothingOfTheOthers() {
        AltSvcStore one = store();
        AltSvcStore two = store();
        one.heard(A, List.of("h3=\":1\""), 0);
        two.heard(new OriginKey("https", "b", 443), List.of("h3=\":2\""), 0);
        assertThat(two.places(A)).as("merged on the way").hasSize(1);
        assertThat(store().places(A)).hasSize(1);
    }

    @Test
    void manyAtOnceLoseNothing() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            OriginKey origin = new OriginKey("https", "o" + i, 443);
            all.add(CompletableFuture.runAsync(() -> store().heard(origin, List.of("h3=\":1\""), 0)));
        }
        all.forEach(CompletableFuture::join);
        AltSvcStore last = store();
        for (int i = 0; i < 40; i++) {
            assertThat(last.places(new OriginKey("https", "o" + i, 443))).hasSize(1);
        }
    }

    @Test
    void aCorruptFileIsAnEmptyOneAndIsReplaced() throws Exception {
        store().heard(A, List.of("h3=\":1\""), 0);
        String whole = Files.readString(file);
        for (String corrupt : List.of(
                "",
                "something else\n",
                whole.substring(0, whole.length() - 3),
                whole.replace("h3", "h4"),
                whole.replace(" 1 ", " x "),
                "\0\0\0")) {
            Files.writeString(file, corrupt);
            AltSvcStore store = store();
            assertThat(store.places(A)).as(corrupt).isEmpty();
            store.heard(A, List.of("h3=\":1\""), 0);
            assertThat(store().places(A)).hasSize(1);
        }
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(store().places(A)).as("not even UTF-8").isEmpty();
    }

    @Test
    void whatACrashLeftBehindIsNoHindrance() throws Exception {
        Files.writeString(dir.resolve("alt-svc.new"), "half of a f");
        Files.writeString(dir.resolve("alt-svc.lock"), "");
        store().heard(A, List.of("h3=\":1\""), 0);
        assertThat(store().places(A)).hasSize(1);
        assertThat(dir.resolve("alt-svc.new")).doesNotExist();
    }

    @Test
    void aFileThatCannotBeWrittenStopsNothing() throws Exception {
        Files.createDirectory(file);
        AltSvcStore store = store();
        store.heard(A, List.of("h3=\":1\""), 0);
        assertThat(store.places(A)).hasSize(1);
    }

    private AltSvcStore store() {
        return new AltSvcStore(file, Runnable::run);
    }
}
