package dev.quiver.urlsession.internal.cache;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is remembered of a response, its body aside.
 *
 * @param id names the body; unique for ever, empty until the body is whole
 * @param key what it answers: see {@link CacheKey}
 * @param status its status code
 * @param fields as they are given out, hop-by-hop ones left out
 * @param varyNames the request fields that chose it, in lower case
 * @param varyDigest their values' digest: values may be secrets and stay out of files
 * @param requestTime when it was asked for
 * @param responseTime when its head came, or when it was last confirmed
 * @param length of the body in bytes
 * @param checksum CRC-32C of the body
 * @param userInfo what the application attached
 */
public record StoredResponse(
        String id,
        String key,
        int status,
        HttpHeaders fields,
        List<String> varyNames,
        String varyDigest,
        Instant requestTime,
        Instant responseTime,
        long length,
        int checksum,
        Map<String, String> userInfo) {
    public StoredResponse {
        varyNames = List.copyOf(varyNames);
        userInfo = Map.copyOf(userInfo);
    }

    /** What is remembered of a response that an application stores itself; its body is still to come. */
    public static StoredResponse of(URI uri, HttpHeaders request, int status, HttpHeaders response, Instant now) {
        return Storing.begun(uri, request, status, response, now, now);
    }

    /** Whether it is the variant that a request with such fields asks for. */
    public boolean answers(HttpHeaders request) {
        return Variants.matches(this, request);
    }

    /** The same with this body. */
    public StoredResponse withBody(String bodyId, long bodyLength, int bodyChecksum) {
        return new StoredResponse(
                bodyId,
                key,
                status,
                fields,
                varyNames,
                varyDigest,
                requestTime,
                responseTime,
                bodyLength,
                bodyChecksum,
                userInfo);
    }

    /** The same, as an application wants it to be. */
    public StoredResponse replaced(int newStatus, HttpHeaders newFields) {
        return new StoredResponse(
                id,
                key,
                newStatus,
                newFields,
                varyNames,
                varyDigest,
                requestTime,
                responseTime,
                length,
                checksum,
                userInfo);
    }

    /** The same with this of the application's. */
    public StoredResponse withUserInfo(Map<String, String> info) {
        return new StoredResponse(
                id, key, status, fields, varyNames, varyDigest, requestTime, responseTime, length, checksum, info);
    }

    /** The same, confirmed: these fields, asked for and received then. */
    public StoredResponse confirmed(HttpHeaders newFields, Instant asked, Instant received) {
        return new StoredResponse(
                id, key, status, newFields, varyNames, varyDigest, asked, received, length, checksum, userInfo);
    }

    /** Whether both answer the same requests, so that the later takes the place of the earlier. */
    public boolean sameVariant(StoredResponse other) {
        return key.equals(other.key) && varyNames.equals(other.varyNames) && varyDigest.equals(other.varyDigest);
    }
}
