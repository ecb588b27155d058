package dev.quiver.h3.internal.dns;

import dev.quiver.h3.internal.route.ServiceRecord;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.HTTPSRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Looks HTTPS records up: follows CNAMEs and alias mode (RFC 9460 §3), in bounded steps and time. */
final class DnsHttpsRecords implements HttpsRecords {
    /** RFC 9460 §3 asks for a limit. */
    private static final int MOST_ALIASES = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final @Nullable InetSocketAddress server;
    private final Executor executor;
    private volatile @Nullable Resolver resolver;

    DnsHttpsRecords(@Nullable InetSocketAddress server, Executor executor) {
        this.server = server;
        this.executor = executor;
    }

    @Override
    public CompletableFuture<ServiceRecord> find(String host, int port) {
        // Finding the system's servers reads files: not on the caller's thread.
        return CompletableFuture.supplyAsync(() -> queryName(host, port), executor)
                .thenCompose(name -> follow(name, host, port, 0))
                .exceptionally(DnsHttpsRecords::failed);
    }

    private static ServiceRecord failed(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return ServiceRecord.failed(cause.getMessage() != null ? cause.getMessage() : cause.toString());
    }

    /** RFC 9460 §9.1: other ports than 443 have names of their own. */
    private static Name queryName(String host, int port) {
        try {
            return Name.fromString((port == 443 ? "" : "_" + port + "._https.") + host + ".");
        } catch (TextParseException e) {
            throw new CompletionException(e);
        }
    }

    private CompletableFuture<ServiceRecord> follow(Name name, String host, int port, int aliases) {
        Message query = Message.newQuery(Record.newRecord(name, Type.HTTPS, DClass.IN));
        return resolver().sendAsync(query, executor).toCompletableFuture().thenCompose(answer -> {
            int code = answer.getRcode();
            if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
                return CompletableFuture.completedFuture(
                        ServiceRecord.failed("the name server answered " + Rcode.string(code)));
            }
            RecordSet found = RecordSet.in(answer, name);
            HTTPSRecord alias = found.alias();
            if (alias == null) {
                return CompletableFuture.completedFuture(found.services(port, host));
            }
            // §2.5.1: a target of "." says that there is no such service.
            if (alias.getTargetName().equals(Name.root) || aliases == MOST_ALIASES) {
                return CompletableFuture.completedFuture(ServiceRecord.none(alias.getTTL()));
            }
            return follow(alias.getTargetName(), host, port, aliases + 1);
        });
    }

    private Resolver resolver() {
        Resolver made = resolver;
        if (made == null) {
            made = make();
            made.setTimeout(PATIENCE);
            resolver = made;
        }
        return made;
    }

    private Resolver make() {
        InetSocketAddress chosen = server;
        if (chosen != null) {
            return new SimpleResolver(chosen);
        }
        try {
            return new ExtendedResolver(List.of(new SimpleResolver()));
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }
}
