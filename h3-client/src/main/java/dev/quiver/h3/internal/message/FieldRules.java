package dev.quiver.h3.internal.message;

import java.util.Set;

/** What a field's name and value may be (RFC 9110 §5, RFC 9114 §4.2 and §10.3). */
public final class FieldRules {
    private static final boolean[] TOKEN = new boolean[128];
    private static final Set<String> CONNECTION_SPECIFIC =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    static {
        String others = "!#$%&'*+-.^_`|~";
        for (char c = 0; c < 128; c++) {
            TOKEN[c] = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || others.indexOf(c) >= 0;
        }
    }

    private FieldRules() {}

    /** A token (RFC 9110 §5.6.2): what names and methods are made of. */
    public static boolean isToken(CharSequence text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 128 || !TOKEN[c]) {
                return false;
            }
        }
        return length > 0;
    }

    /** A token without upper case, as HTTP/3 wants field names (RFC 9114 §4.2). */
    public static boolean isLowerCaseToken(CharSequence text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 128 || !TOKEN[c] || c >= 'A' && c <= 'Z') {
                return false;
            }
        }
        return length > 0;
    }

    /** Whether a value is fit to be sent: visible characters of ISO 8859-1, space and tab (RFC 9110 §5.5). */
    public static boolean isSendableValue(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 && c != '\t' || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return true;
    }

    /** Whether a received value holds what no value may: a control character but tab (RFC 9114 §10.3, RFC 9110 §5.5). */
    public static boolean isDangerousValue(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 && c != '\t' || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    /** Whether this field belongs to a connection and has no place in HTTP/3 (RFC 9114 §4.2). */
    public static boolean isConnectionSpecific(String lowerCaseName) {
        return CONNECTION_SPECIFIC.contains(lowerCaseName);
    }
}
