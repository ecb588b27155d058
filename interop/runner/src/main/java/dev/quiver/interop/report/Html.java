package dev.quiver.interop.report;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes HTML element by element. Every text and every attribute is escaped, whoever it comes from; only this program's own
 * style and script go in as they are.
 */
final class Html {
    private final StringWriter page = new StringWriter();
    private final XMLStreamWriter elements;

    Html() {
        page.write("<!doctype html>\n");
        try {
            elements = XMLOutputFactory.newFactory().createXMLStreamWriter(page);
        } catch (XMLStreamException e) {
            throw toMemory(e);
        }
    }

    /** Begins an element. {@code attributes}: names and values by turns. */
    Html open(String element, String... attributes) {
        try {
            elements.writeStartElement(element);
            attributes(attributes);
            return this;
        } catch (XMLStreamException e) {
            throw toMemory(e);
        }
    }

    /** Ends the innermost element. */
    Html close() {
        try {
            elements.writeCharacters(""); // so that an element without content is <p></p>, never <p/>
            elements.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw toMemory(e);
        }
    }

    /** Text in the innermost element. */
    Html text(String text) {
        try {
            elements.writeCharacters(Printable.line(text));
            return this;
        } catch (XMLStreamException e) {
            throw toMemory(e);
        }
    }

    /** An element of text alone. */
    Html element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** An element that has no content and no end: {@code meta}, {@code input}, a shape of SVG. */
    Html empty(String element, String... attributes) {
        try {
            elements.writeEmptyElement(element);
            attributes(attributes);
            return this;
        } catch (XMLStreamException e) {
            throw toMemory(e);
        }
    }

    /** An element with a file of this program in it, unescaped: {@code style}, {@code script}. */
    Html own(String element, String content) {
        if (content.contains("</")) {
            throw new IllegalArgumentException("would end " + element);
        }
        try {
            elements.writeStartElement(element);
            elements.writeCharacters("");
            elements.flush();
            page.write("\n" + content);
            elements.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw toMemory(e);
        }
    }

    /** A new line between elements, for those who read the source. */
    Html line() {
        try {
            elements.writeCharacters("\n");
            return this;
        } catch (XMLStreamException e) {
            throw toMemory(e);
        }
    }

    /** All of it. */
    String page() {
        try {
            elements.writeEndDocument();
            elements.flush();
            return page + "\n";
        } catch (XMLStreamException e) {
            throw toMemory(e);
        }
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            elements.writeAttribute(attributes[i], Printable.line(attributes[i + 1]));
        }
    }

    private static IllegalStateException toMemory(XMLStreamException e) {
        return new IllegalStateException(e);
    }
}
