package dev.quiver.h3.contract;

import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** OkHttp's clients and bodies as the tests want them. */
final class OkHttpGround {
    private OkHttpGround() {}

    /** One that trusts this certificate's root over TCP. */
    static OkHttpClient.Builder trusting(TestCertificate certificate) {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry("root", certificate.root());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return new OkHttpClient.Builder()
                    .sslSocketFactory(context.getSocketFactory(), (X509TrustManager) factory.getTrustManagers()[0]);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Writes a body. */
    interface Writer {
        void write(BufferedSink sink) throws IOException;
    }

    /** A body that says this length and is written so. */
    static RequestBody body(long length, boolean oneShot, Writer writer) {
        return new RequestBody() {
            @Override
            public okhttp3.MediaType contentType() {
                return okhttp3.MediaType.get("text/x-test");
            }

            @Override
            public long contentLength() {
                return length;
            }

            @Override
            public boolean isOneShot() {
                return oneShot;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                writer.write(sink);
            }
        };
    }
}
