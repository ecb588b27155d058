package dev.quiver.urlsession;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that begins a download and ends, or goes on with one that another process began. Arguments: the URL, the
 * server's trust anchor, the file for resume data, and so many bytes to stop at, or none to go on.
 */
final class DownloadProcess {
    private DownloadProcess() {}

    public static void main(String[] arguments) throws Exception {
        URI url = URI.create(arguments[0]);
        X509Certificate root;
        try (InputStream pem = Files.newInputStream(Path.of(arguments[1]))) {
            root = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
        Path left = Path.of(arguments[2]);
        H3Client client = H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(root))
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build())
                .build();
        UrlSession session = UrlSession.newSession(UrlSessionConfiguration.ephemeral(), client);
        if (arguments.length > 3) {
            Files.write(left, stopAt(Long.parseLong(arguments[3]), session, url));
        } else {
            System.out.println(rest(Files.readAllBytes(left), session));
        }
        // As a process ends that is killed: nothing is tidied up.
        Runtime.getRuntime().halt(0);
    }

    private static byte[] stopAt(long stop, UrlSession session, URI url) throws Exception {
        CompletableFuture<Void> enough = new CompletableFuture<>();
        DownloadTask task = session.downloadTask(UrlRequest.of(url));
        task.delegate(new UrlSessionDownloadDelegate() {
            @Override
            public void didWriteData(UrlSession from, DownloadTask told, long more, long inAll, long expected) {
                if (inAll >= stop) {
                    enough.complete(null);
                }
            }

            @Override
            public void didFinishDownloadingTo(UrlSession from, DownloadTask told, Path location) {}
        });
        task.resume();
        enough.get(100, TimeUnit.SECONDS);
        return task.cancelProducingResumeData().get(30, TimeUnit.SECONDS).orElseThrow();
    }

    /** The whole file's digest, and how many bytes were received for it. */
    private static String rest(byte[] left, UrlSession session) throws Exception {
        DownloadTask task = session.downloadTask(left);
        Path file = task.await().location();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[1 << 16];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                digest.update(piece, 0, count);
            }
        }
        Files.delete(file);
        return HexFormat.of().formatHex(digest.digest()) + " " + task.countOfBytesReceived();
    }
}
