package dev.quiver.quic.trust;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The JDK's PKIX trust manager over the platform's anchors or given ones, asked as its own TLS 1.3 client asks it. */
final class PkixEvaluator implements TrustEvaluator {
    static final PkixEvaluator PLATFORM = new PkixEvaluator(null, "the platform's anchors");

    /** JSSE's word for the authentication type of TLS 1.3. */
    static final String AUTH_TYPE = "UNKNOWN";

    private final @Nullable Set<X509Certificate> given;
    private final String described;
    private @Nullable X509ExtendedTrustManager manager;
    private List<X509Certificate> accepted = List.of();

    private PkixEvaluator(@Nullable Set<X509Certificate> given, String described) {
        this.given = given;
        this.described = described;
    }

    static PkixEvaluator ofAnchors(Collection<X509Certificate> anchors, String described) {
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("at least one anchor is wanted, or nobody could be trusted");
        }
        return new PkixEvaluator(Set.copyOf(anchors), described);
    }

    @Override
    public CompletionStage<TrustVerdict> evaluate(TrustContext context) {
        return CompletableFuture.completedFuture(judge(context));
    }

    TrustVerdict judge(TrustContext raw) {
        TrustContext context;
        try {
            context = raw.withPresented(PemFile.reread(raw.presented()));
        } catch (CertificateException | RuntimeException e) {
            return Rejections.malformed(raw, e);
        }
        Rejections rejections = new Rejections(context, described);
        String exceeded = InboundLimits.exceeded(context.presented());
        if (exceeded != null) {
            return rejections.tooMuch(exceeded);
        }
        X509ExtendedTrustManager judge;
        try {
            judge = manager();
        } catch (GeneralSecurityException | RuntimeException e) {
            return rejections.unusableAnchors(e);
        }
        try {
            check(judge, context, "HTTPS");
            return new TrustVerdict.Trusted(Paths.built(context.presented(), anchors()));
        } catch (CertificateException e) {
            return nameAlone(judge, context) ? rejections.wrongHost(e) : rejections.because(e, anchors());
        } catch (RuntimeException e) {
            return rejections.because(e, anchors());
        }
    }

    /** The anchors; empty where the platform's cannot be read. */
    Collection<X509Certificate> anchors() {
        try {
            manager();
            return accepted;
        } catch (GeneralSecurityException | RuntimeException e) {
            return List.of();
        }
    }

    static void check(X509ExtendedTrustManager judge, TrustContext context, @Nullable String identification)
            throws CertificateException {
        judge.checkServerTrusted(
                context.presented().toArray(X509Certificate[]::new),
                AUTH_TYPE,
                new EngineView(context, identification));
    }

    private static boolean nameAlone(X509ExtendedTrustManager judge, TrustContext context) {
        try {
            check(judge, context, null);
            return true;
        } catch (CertificateException | RuntimeException e) {
            return false;
        }
    }

    private synchronized X509ExtendedTrustManager manager() throws GeneralSecurityException {
        X509ExtendedTrustManager current = manager;
        if (current == null) {
            current = load(given);
            accepted = List.of(current.getAcceptedIssuers());
            manager = current;
        }
        return current;
    }

    static X509ExtendedTrustManager load(@Nullable Collection<X509Certificate> anchors)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors == null ? null : keyStore(anchors));
        for (TrustManager candidate : factory.getTrustManagers()) {
            if (candidate instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException(
                "the trust manager factory of this JVM makes no X509ExtendedTrustManager, only "
                        + Arrays.toString(factory.getTrustManagers()));
    }

    private static KeyStore keyStore(Collection<X509Certificate> anchors) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (java.io.IOException e) {
            throw new IllegalStateException("an empty key store needs no input", e);
        }
        int number = 0;
        for (X509Certificate anchor : anchors) {
            store.setCertificateEntry("anchor-" + number++, anchor);
        }
        return store;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof PkixEvaluator that && given != null && given.equals(that.given);
    }

    @Override
    public int hashCode() {
        return given == null ? 0 : given.hashCode();
    }

    @Override
    public String toString() {
        return described;
    }
}
