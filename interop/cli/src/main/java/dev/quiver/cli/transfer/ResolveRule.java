package dev.quiver.cli.transfer;

/**
 * Connections to {@code target} go to {@code address}, at the same port.
 *
 * @param address a literal address without brackets
 */
public record ResolveRule(HostPort target, String address) {
    /**
     * curl's {@code HOST:PORT:ADDRESS}; IPv6 in brackets.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static ResolveRule parse(String text) {
        int from = text.startsWith("[") ? text.indexOf(']') + 1 : 0;
        int first = text.indexOf(':', from);
        int second = first < 0 ? -1 : text.indexOf(':', first + 1);
        if (second < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not HOST:PORT:ADDRESS");
        }
        String address = text.substring(second + 1);
        if (address.startsWith("[") && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        if (!isLiteral(address)) {
            throw new IllegalArgumentException("\"" + address + "\" is not an IP address");
        }
        return new ResolveRule(HostPort.parse(text.substring(0, second)), address);
    }

    /** Whether a look-up of it asks no one: four decimal numbers, or anything with a colon. */
    private static boolean isLiteral(String text) {
        if (text.indexOf(':') >= 0) {
            return text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }
}
