package dev.quiver.quic.trust;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * Why no path leads to an anchor. Whether an intermediate is missing or its authority is not trusted cannot always be told
 * from outside; both are said where nothing speaks for one of them.
 */
final class AnchorCheck {
    private final PresentedChain chain;
    private final Collection<X509Certificate> anchors;
    private final Findings findings;

    AnchorCheck(PresentedChain chain, Collection<X509Certificate> anchors, Findings findings) {
        this.chain = chain;
        this.anchors = anchors;
        this.findings = findings;
    }

    /** There is a path, and it starts with this leaf. */
    void anchored(X509Certificate leaf) {
        if (chain.signatures().selfSigned(leaf)) {
            findings.add(
                    FindingId.SELF_SIGNED,
                    Severity.INFO,
                    0,
                    "The server's certificate is signed by its own key and is an anchor itself.",
                    "Nothing needs to be done.");
        }
    }

    /**
     * There is no path.
     *
     * @param way the longest way up that the presented certificates make
     */
    void unanchored(List<X509Certificate> way) {
        X509Certificate top = way.get(way.size() - 1);
        if (chain.signatures().selfSigned(top)) {
            if (way.size() == 1) {
                findings.add(
                        FindingId.SELF_SIGNED,
                        0,
                        "The server's certificate is signed by its own key and is not among the anchors.",
                        "If it is yours, trust it with --cacert FILE; else have one issued by an authority.");
            } else {
                untrusted(
                        top,
                        "The chain ends at " + Shown.name(top.getSubjectX500Principal()) + ", which is not among"
                                + " the anchors.");
            }
            return;
        }
        X500Principal issuer = top.getIssuerX500Principal();
        if (anchors.stream().anyMatch(anchor -> anchor.getSubjectX500Principal().equals(issuer))) {
            untrusted(
                    top,
                    "There is an anchor called " + Shown.name(issuer) + ", but its key did not sign "
                            + Shown.name(top.getSubjectX500Principal()) + ".");
            return;
        }
        boolean leaf = way.size() == 1;
        boolean namesakes = sharesOrganisation(issuer);
        boolean offered = leaf && !IssuerAddresses.issuers(top).isEmpty();
        if (leaf || namesakes) {
            missing(top);
        }
        if (!namesakes && !offered) {
            untrusted(top, "The certificates sent lead to " + Shown.name(issuer) + ", and from there to no anchor.");
        }
    }

    /** A path leads to an anchor, but only over certificates that had to be fetched. */
    void missing(X509Certificate top) {
        findings.add(
                FindingId.MISSING_INTERMEDIATE,
                chain.indexOf(top),
                "The server does not send the certificate of " + Shown.name(top.getIssuerX500Principal())
                        + ", which issued " + Shown.name(top.getSubjectX500Principal())
                        + ". Browsers fetch or remember it; Java, curl and most others do not.",
                "Append the intermediate certificates to the server's chain file (the issuer's \"full chain\").");
    }

    private void untrusted(X509Certificate top, String message) {
        findings.add(
                FindingId.UNTRUSTED_ROOT,
                chain.indexOf(top),
                message,
                "If you trust that authority, give its root certificate with --cacert FILE.");
    }

    /** An issuer of the same organisation as an anchor is most likely one of its intermediates. */
    private boolean sharesOrganisation(X500Principal issuer) {
        Set<String> wanted = new HashSet<>(organisations(issuer).toList());
        return !wanted.isEmpty()
                && anchors.stream()
                        .flatMap(anchor -> organisations(anchor.getSubjectX500Principal()))
                        .anyMatch(wanted::contains);
    }

    private static Stream<String> organisations(X500Principal name) {
        try {
            return Arrays.stream(X500Name.getInstance(name.getEncoded()).getRDNs(BCStyle.O))
                    .map(rdn -> canonical(rdn.getFirst().getValue()));
        } catch (IllegalArgumentException e) {
            return Stream.of();
        }
    }

    private static String canonical(ASN1Encodable value) {
        return IETFUtils.canonicalString(value);
    }
}
