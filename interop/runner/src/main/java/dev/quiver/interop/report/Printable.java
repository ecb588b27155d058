package dev.quiver.interop.report;

/**
 * Text that anyone may have written (names of targets, reasons of servers), made fit for a terminal, a page or XML: what
 * has no picture of its own, or no place in XML 1.0 §2.2, becomes a visible escape.
 */
final class Printable {
    private Printable() {}

    /** The text on one line. */
    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (character == '\n' || character == '\r' || character == '\t') {
                line.append(' ');
            } else if (hidden(character)) {
                line.append(String.format("\\u{%x}", character));
            } else {
                line.appendCodePoint(character);
            }
        });
        return line.toString();
    }

    private static boolean hidden(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.SURROGATE
                || Character.getType(character) == Character.LINE_SEPARATOR
                || Character.getType(character) == Character.PARAGRAPH_SEPARATOR
                || (character & 0xFFFE) == 0xFFFE;
    }
}
