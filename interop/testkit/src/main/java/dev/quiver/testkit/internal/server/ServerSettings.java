package dev.quiver.testkit.internal.server;

import io.netty.handler.codec.http3.DefaultHttp3SettingsFrame;
import io.netty.handler.codec.http3.Http3Settings;
import io.netty.handler.codec.http3.Http3SettingsFrame;
import java.util.Map;

/**
 * What the server says in SETTINGS (RFC 9114 §7.2.4.1).
 *
 * @param maxFieldSectionSize the largest request head taken, as RFC 9114 §4.2.2 counts it
 * @param others further settings by id, sent as they are
 */
public record ServerSettings(long maxFieldSectionSize, Map<Long, Long> others) {
    private static final long MAX_FIELD_SECTION_SIZE = 0x06;

    Http3SettingsFrame frame() {
        Http3Settings settings = new Http3Settings((id, value) -> true);
        settings.put(MAX_FIELD_SECTION_SIZE, maxFieldSectionSize);
        others.forEach(settings::put);
        return new DefaultHttp3SettingsFrame(settings);
    }
}
