package dev.quiver.cli.compare;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A field that not all clients saw alike.
 *
 * @param name in lower case
 * @param expected why this says nothing, or {@link Reason#NONE}
 * @param values what each client saw last; empty where it saw no such field
 */
public record FieldDifference(String name, Reason expected, Map<ClientName, List<String>> values) {
    /** Why a field may differ between equal answers. */
    public enum Reason {
        /** It should not. */
        NONE,
        /** It tells of the time, or of the one exchange. */
        EXCHANGE,
        /** It tells of the connection or the protocol. */
        CONNECTION,
        /** It was seen to change from request to request for every client. */
        UNSTEADY
    }

    public FieldDifference {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }
}
