package dev.quiver.quic.trust;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * Every way from the leaf to an anchor that names and signatures allow. Dates and usages are not looked at: that is the
 * validators' part. A depth-first search in presented order, without recursion into the same key twice, so cross-signed
 * authorities end; the signatures checked are counted and bounded.
 */
final class PathFinder {
    private static final int MOST_SIGNATURES = 400;
    private static final int DEEPEST = 24;

    private final Map<X500Principal, List<X509Certificate>> anchors = new HashMap<>();
    private final Map<X500Principal, List<X509Certificate>> presented = new HashMap<>();
    private final List<List<X509Certificate>> found = new ArrayList<>();
    private final Map<List<X509Certificate>, Boolean> signatures = new HashMap<>();
    private final int most;
    private int checked;

    private PathFinder(Collection<X509Certificate> presented, Collection<X509Certificate> anchors, int most) {
        this.most = most;
        index(this.presented, presented);
        index(this.anchors, anchors);
    }

    /** Leaf first, anchor last; a leaf that is an anchor itself is a path of one. */
    static List<List<X509Certificate>> paths(
            List<X509Certificate> presented, Collection<X509Certificate> anchors, int most) {
        return paths(presented.get(0), presented, anchors, most);
    }

    static List<List<X509Certificate>> paths(
            X509Certificate leaf,
            Collection<X509Certificate> intermediates,
            Collection<X509Certificate> anchors,
            int most) {
        PathFinder finder = new PathFinder(intermediates, anchors, most);
        List<X509Certificate> path = new ArrayList<>(List.of(leaf));
        finder.extend(path, new HashSet<>(Set.of(identity(leaf))));
        return finder.found;
    }

    private void extend(List<X509Certificate> path, Set<Object> used) {
        X509Certificate last = path.get(path.size() - 1);
        if (found.size() >= most) {
            return;
        }
        if (isAnchor(last)) {
            found.add(List.copyOf(path));
            return;
        }
        if (path.size() >= DEEPEST) {
            return;
        }
        X500Principal issuer = last.getIssuerX500Principal();
        for (X509Certificate anchor : anchors.getOrDefault(issuer, List.of())) {
            if (signed(last, anchor) && found.size() < most) {
                List<X509Certificate> whole = new ArrayList<>(path);
                whole.add(anchor);
                found.add(List.copyOf(whole));
            }
        }
        for (X509Certificate next : presented.getOrDefault(issuer, List.of())) {
            if (!used.contains(identity(next)) && !isAnchor(next) && signed(last, next)) {
                path.add(next);
                used.add(identity(next));
                extend(path, used);
                used.remove(identity(next));
                path.remove(path.size() - 1);
            }
        }
    }

    /** The JDK stops at a certificate that has an anchor's name and key, whatever its other bytes. */
    private boolean isAnchor(X509Certificate certificate) {
        return anchors.getOrDefault(certificate.getSubjectX500Principal(), List.of()).stream()
                .anyMatch(anchor ->
                        anchor.equals(certificate) || anchor.getPublicKey().equals(certificate.getPublicKey()));
    }

    private boolean signed(X509Certificate certificate, X509Certificate issuer) {
        return signatures.computeIfAbsent(List.of(certificate, issuer), pair -> {
            if (++checked > MOST_SIGNATURES) {
                return false;
            }
            try {
                certificate.verify(issuer.getPublicKey());
                return true;
            } catch (GeneralSecurityException | RuntimeException e) {
                return false;
            }
        });
    }

    /** RFC 5280 paths hold each name and key once; a cross-signed twin of a used one leads nowhere new. */
    private static Object identity(X509Certificate certificate) {
        return List.of(certificate.getSubjectX500Principal(), certificate.getPublicKey());
    }

    private static void index(
            Map<X500Principal, List<X509Certificate>> target, Collection<X509Certificate> certificates) {
        for (X509Certificate certificate : new LinkedHashSet<>(certificates)) {
            target.computeIfAbsent(certificate.getSubjectX500Principal(), name -> new ArrayList<>())
                    .add(certificate);
        }
    }
}
