package dev.quiver.h3.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldSectionSizeTest {
    @ParameterizedTest
    @CsvSource({
        // RFC 9204 appendix B.1: :path = /index.html
        "0000510b2f696e6465782e68746d6c, 48",
        // Indexed: :method GET, :status 200, and the largest of the table, by a longer index
        "0000d1, 42",
        "0000d1d9, 84",
        "0000ff16, 106",
        // RFC 7541 appendix C.4.1: www.example.com in Huffman code, name by reference
        "0000508cf1e3c2e5f23a6ba0ab90f4ff, 57",
        // RFC 7541 appendix C.6.1: Mon, 21 Oct 2013 20:13:21 GMT
        "00005096d07abe941054d444a8200595040b8166e082a62d1bff, 71",
        // Literal name, plain and in Huffman code (custom-key: custom-value)
        "0000236162630378797a, 38",
        "00002f0125a849e95ba97d7f8925a849e95bb8e8b4bf, 54",
        // Nothing
        "0000, 0"
    })
    void sizes(String hex, long size) {
        ByteBuf section = section(hex);
        assertThat(FieldSectionSize.of(section, section.readerIndex(), section.readableBytes()))
                .isEqualTo(size);
        section.release();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "0000ff",
                "0000ff7f",
                "000080",
                "000010",
                "0000510b2f69",
                "0100d1",
                "0000ffffffffffffffffffff"
            })
    void whatCannotBeTold(String hex) {
        ByteBuf section = section(hex);
        assertThat(FieldSectionSize.of(section, section.readerIndex(), section.readableBytes()))
                .isEqualTo(FieldSectionSize.UNKNOWN);
        section.release();
    }

    private static ByteBuf section(String hex) {
        return Unpooled.wrappedBuffer(new byte[3], HexFormat.of().parseHex(hex)).skipBytes(3);
    }
}
