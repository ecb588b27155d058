package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Target;
import dev.quiver.interop.TargetSyntax;

/** Other places of a target. */
final class Places {
    private Places() {}

    /** The same server where its description says that this is to be had; else the target itself. */
    static Target of(Target target, String option) {
        String place = target.option(option);
        if (place == null) {
            return target;
        }
        TargetSyntax.Place at = TargetSyntax.place(place);
        return target.at(at.host(), at.port());
    }
}
