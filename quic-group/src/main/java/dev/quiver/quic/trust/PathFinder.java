package dev.quiver.quic.trust;

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
 * validators' part. A depth-first search in presented order that takes no name and key twice, so cross-signed authorities
 * end; steps, depth and signatures are bounded, because the peer decides what there is to search.
 */
final class PathFinder {
    private static final int MOST_STEPS = 5_000;
    private static final int DEEPEST = 24;

    private final Map<X500Principal, List<X509Certificate>> anchors = new HashMap<>();
    private final Map<X500Principal, List<X509Certificate>> between = new HashMap<>();
    private final List<List<X509Certificate>> found = new ArrayList<>();
    private final Signatures signatures;
    private final int most;
    private List<X509Certificate> longest = List.of();
    private int steps;

    /**
     * What a search found.
     *
     * @param paths to anchors, leaf first and anchor last; a leaf that is an anchor itself is a path of one
     * @param longest the longest way up from the leaf that certificates at hand allow, anchors or not
     */
    record Search(List<List<X509Certificate>> paths, List<X509Certificate> longest) {}

    private PathFinder(
            Collection<X509Certificate> between, Collection<X509Certificate> anchors, Signatures signatures, int most) {
        this.most = most;
        this.signatures = signatures;
        index(this.between, between);
        index(this.anchors, anchors);
    }

    /** The paths that presented certificates make; the first is the leaf. */
    static List<List<X509Certificate>> paths(
            List<X509Certificate> presented, Collection<X509Certificate> anchors, int most) {
        return search(presented.get(0), presented, anchors, new Signatures(), most)
                .paths();
    }

    static Search search(
            X509Certificate leaf,
            Collection<X509Certificate> between,
            Collection<X509Certificate> anchors,
            Signatures signatures,
            int most) {
        PathFinder finder = new PathFinder(between, anchors, signatures, most);
        finder.extend(new ArrayList<>(List.of(leaf)), new HashSet<>(Set.of(identity(leaf))));
        return new Search(List.copyOf(finder.found), finder.longest);
    }

    private void extend(List<X509Certificate> path, Set<Object> used) {
        if (found.size() >= most || ++steps > MOST_STEPS) {
            return;
        }
        if (path.size() > longest.size()) {
            longest = List.copyOf(path);
        }
        X509Certificate last = path.get(path.size() - 1);
        if (isAnchor(last)) {
            found.add(List.copyOf(path));
            return;
        }
        if (path.size() >= DEEPEST) {
            return;
        }
        X500Principal issuer = last.getIssuerX500Principal();
        for (X509Certificate anchor : anchors.getOrDefault(issuer, List.of())) {
            if (found.size() < most && signatures.made(anchor, last)) {
                List<X509Certificate> whole = new ArrayList<>(path);
                whole.add(anchor);
                found.add(List.copyOf(whole));
            }
        }
        for (X509Certificate next : between.getOrDefault(issuer, List.of())) {
            if (!used.contains(identity(next)) && !isAnchor(next) && signatures.made(next, last)) {
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
