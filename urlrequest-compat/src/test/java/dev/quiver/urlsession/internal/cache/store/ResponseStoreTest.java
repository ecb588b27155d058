package dev.quiver.urlsession.internal.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.urlsession.internal.cache.StoredResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put is found at once, lives on in files, and stays within its bounds. */
class ResponseStoreTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path temp;

    private ResponseStore open(Path folder, long memory, long disk) throws IOException {
        return ResponseStore.open(new CacheFiles(), folder, memory, disk);
    }

    private static void put(ResponseStore store, String key, int version, int size) {
        FinishedBody body = Samples.taken(store.sink(), Samples.body(key, version, size));
        store.put(Samples.head(key, version, "v"), body, false);
    }

    private static byte[] body(ResponseStore store, String key) throws IOException {
        StoredResponse only = store.find(key).get(0);
        return Samples.all(store.read(only, 0, only.length()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 65_536, 65_537, 400_000})
    void whatIsPutIsFoundAtOnceAndAfterOpeningAgain(int size) throws IOException {
        try (ResponseStore store = open(temp, 0, 20 * MIB)) {
            put(store, "k", 1, 10);
            put(store, "k", 2, size);
            assertThat(store.find("k")).hasSize(1);
            assertThat(body(store, "k")).isEqualTo(Samples.body("k", 2, size));
            assertThat(store.find("other")).isEmpty();
        }
        try (ResponseStore store = open(temp, 0, 20 * MIB)) {
            assertThat(body(store, "k")).isEqualTo(Samples.body("k", 2, size));
            StoredResponse only = store.find("k").get(0);
            assertThat(only.userInfo()).containsEntry("of", "k");
            assertThat(only.responseTime()).isEqualTo(Samples.T0.plusSeconds(2));
            store.remove("k", one -> true);
            assertThat(store.find("k")).isEmpty();
            assertThat(store.diskUsage()).isZero();
        }
        assertThat(files("v1/bodies")).isZero();
    }

    @Test
    void variantsLiveBesideEachOtherAndAnUpdateKeepsTheBody() throws IOException {
        try (ResponseStore store = open(temp, MIB, 20 * MIB)) {
            for (String variant : List.of("a", "b", "a")) {
                store.put(Samples.head("k", 5, variant), Samples.taken(store.sink(), Samples.body("k", 5, 100)), false);
            }
            assertThat(store.find("k")).extracting(StoredResponse::varyDigest).containsExactlyInAnyOrder("a", "b");
            StoredResponse one = store.find("k").get(0);
            store.update(one.confirmed(one.fields(), one.requestTime(), Samples.T0.plusSeconds(99)));

            assertThat(store.find("k"))
                    .filteredOn(found -> found.id().equals(one.id()))
                    .extracting(StoredResponse::responseTime)
                    .containsExactly(Samples.T0.plusSeconds(99));
            store.flush();
            assertThat(store.find("k")).hasSize(2);
            assertThat(Samples.all(store.read(one, 10, 20))).hasSize(20);
        }
    }

    @Test
    void whatIsTooLargeForItsShareIsNotTakenIn() throws IOException {
        try (ResponseStore store = open(temp, 0, 2 * MIB)) {
            BodySink sink = store.sink();
            sink.write(ByteBuffer.allocate(2 * MIB / 20));
            sink.write(ByteBuffer.allocate(1));

            assertThat(sink.finish()).isNull();
        }
        assertThat(filesBelow("v1/incoming")).isOne(); // the owner's lock
    }

    @Test
    void aBodyThatIsGivenUpLeavesNoFile() throws IOException {
        try (ResponseStore store = open(temp, 0, 20 * MIB)) {
            BodySink sink = store.sink();
            sink.write(ByteBuffer.allocate(300_000));
            assertThat(sink.isSlow()).isTrue();
            assertThat(filesBelow("v1/incoming")).isEqualTo(2);
            sink.discard();
            assertThat(filesBelow("v1/incoming")).isOne();
        }
    }

    @Test
    void theLongestUnusedGoFirst() throws IOException {
        int size = 20_000;
        try (ResponseStore store = open(temp, 0, MIB / 2)) {
            for (int i = 0; i < 20; i++) {
                put(store, "k" + i, 1, size);
                store.flush();
                Instant long_ago = Instant.now().minusSeconds(10_000 - i);
                try (Stream<Path> records = Files.list(temp.resolve("v1/records"))) {
                    for (Path record : records.toList()) {
                        if (Files.getLastModifiedTime(record)
                                .toInstant()
                                .isAfter(Instant.now().minusSeconds(5_000))) {
                            Files.setLastModifiedTime(record, FileTime.from(long_ago));
                        }
                    }
                }
            }
            assertThat(store.find("k0")).hasSize(1); // and so used
            for (int i = 20; i < 30; i++) {
                put(store, "k" + i, 1, size);
            }

            assertThat(store.diskUsage()).isLessThanOrEqualTo(MIB / 2);
            assertThat(store.find("k0")).hasSize(1);
            assertThat(store.find("k1")).isEmpty();
            assertThat(store.find("k29")).hasSize(1);
        }
    }

    @Test
    void memoryAloneIsBoundedToo() throws IOException {
        try (ResponseStore store = ResponseStore.open(new CacheFiles(), null, MIB, 0)) {
            for (int i = 0; i < 100; i++) {
                put(store, "k" + i, 1, 40_000);
                assertThat(store.memoryUsage()).isLessThanOrEqualTo(MIB);
                assertThat(body(store, "k0")).hasSize(40_000);
            }
            assertThat(store.find("k1")).isEmpty();
            assertThat(store.find("k99")).hasSize(1);
            StoredResponse gone = store.find("k99").get(0);
            store.removeAll(one -> true);
            assertThat(store.memoryUsage()).isZero();
            assertThatThrownBy(() -> store.read(gone, 0, 1)).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void whatIsForMemoryOnlyIsInNoFile() throws IOException {
        try (ResponseStore store = open(temp, MIB, 20 * MIB)) {
            put(store, "k", 1, 100);
            store.put(Samples.head("k", 2, "v"), Samples.taken(store.sink(), Samples.body("k", 2, 100)), true);

            assertThat(body(store, "k")).isEqualTo(Samples.body("k", 2, 100));
            assertThat(store.diskUsage()).isZero();
        }
    }

    @Test
    void twoStoresOfOneFolderSeeEachOther() throws IOException {
        try (ResponseStore one = open(temp, MIB, 20 * MIB);
                ResponseStore other = open(temp, MIB, 20 * MIB)) {
            put(one, "k", 1, 100);
            one.flush();
            assertThat(body(other, "k")).isEqualTo(Samples.body("k", 1, 100));
            put(other, "k", 2, 100);
            other.flush();
            assertThat(body(one, "k")).isEqualTo(Samples.body("k", 2, 100));
            other.removeAll(found -> true);
            other.flush();
            assertThat(one.find("k")).isEmpty();
        }
    }

    @Test
    void aRecordThatIsNoneIsNotServed() throws IOException {
        try (ResponseStore store = open(temp, 0, 20 * MIB)) {
            put(store, "k", 1, 100);
        }
        Path record;
        try (Stream<Path> records = Files.list(temp.resolve("v1/records"))) {
            record = records.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(record);
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] ^= 4;
            assertThat(RecordCodec.decode(bytes))
                    .describedAs("byte %d changed", at)
                    .isEmpty();
            assertThat(RecordCodec.decode(java.util.Arrays.copyOf(bytes, at))).isEmpty();
            bytes[at] ^= 4;
        }
        assertThat(RecordCodec.decode(bytes)).isPresent();
        Files.write(record, new byte[] {1, 2, 3});
        try (ResponseStore store = open(temp, 0, 20 * MIB)) {
            assertThat(store.find("k")).isEmpty();
            store.flush();
        }
        assertThat(files("v1/records")).isZero();
        assertThat(files("v1/bodies")).isZero();
    }

    @Test
    void aRecordOfAnotherVersionIsNone() {
        byte[] bytes = RecordCodec.encode(List.of(Samples.head("k", 1, "v")));
        assertThat(RecordCodec.decode(bytes)).isPresent();
        ByteBuffer.wrap(bytes).putInt(Integer.BYTES, 2);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(bytes.length - Integer.BYTES, (int) checksum.getValue());

        assertThat(RecordCodec.decode(bytes)).isEmpty();
    }

    private long files(String folder) throws IOException {
        try (Stream<Path> all = Files.list(temp.resolve(folder))) {
            return all.count();
        }
    }

    private long filesBelow(String folder) throws IOException {
        try (Stream<Path> all = Files.walk(temp.resolve(folder))) {
            return all.filter(Files::isRegularFile).count();
        }
    }
}
