package dev.quiver.h3.internal.dns;

import dev.quiver.h3.internal.route.ServiceRecord;
import dev.quiver.h3.internal.route.ServiceRecord.Service;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.HTTPSRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.Section;

/**
 * The HTTPS records of an answer.
 *
 * @param ttl for how many seconds the answer is good
 */
record RecordSet(List<HTTPSRecord> records, long ttl) {
    private static final Set<Integer> UNDERSTOOD =
            Set.of(SVCBBase.ALPN, SVCBBase.NO_DEFAULT_ALPN, SVCBBase.PORT, SVCBBase.IPV4HINT, SVCBBase.IPV6HINT);

    /** How long it is believed that there is none, where the answer does not say (RFC 2308 §5). */
    private static final long NONE_TTL = 300;

    static RecordSet in(Message answer, Name asked) {
        List<Record> section = answer.getSection(Section.ANSWER);
        Name owner = asked;
        for (int i = 0; i < section.size(); i++) {
            for (Record record : section) {
                if (record instanceof CNAMERecord cname && cname.getName().equals(owner)) {
                    owner = cname.getTarget();
                    break;
                }
            }
        }
        List<HTTPSRecord> found = new ArrayList<>();
        long ttl = Long.MAX_VALUE;
        for (Record record : section) {
            if (record instanceof HTTPSRecord https && record.getName().equals(owner)) {
                found.add(https);
            }
            ttl = Math.min(ttl, record.getTTL());
        }
        if (found.isEmpty()) {
            ttl = answer.getSection(Section.AUTHORITY).stream()
                    .filter(SOARecord.class::isInstance)
                    .mapToLong(soa -> Math.min(soa.getTTL(), ((SOARecord) soa).getMinimum()))
                    .findFirst()
                    .orElse(NONE_TTL);
        }
        return new RecordSet(found, ttl);
    }

    /** The record in alias mode, if there is one: it goes before all others (RFC 9460 §2.4.1). */
    @Nullable
    HTTPSRecord alias() {
        return records.stream()
                .filter(record -> record.getSvcPriority() == 0)
                .findFirst()
                .orElse(null);
    }

    ServiceRecord services(int originPort, String originHost) {
        List<Service> services = new ArrayList<>();
        for (HTTPSRecord record : records) {
            Service service = service(record, originPort, originHost);
            if (service != null) {
                services.add(service);
            }
        }
        return services.isEmpty() ? ServiceRecord.none(ttl) : ServiceRecord.of(services, ttl);
    }

    private static @Nullable Service service(HTTPSRecord record, int originPort, String originHost) {
        Name target = record.getTargetName().equals(Name.root) ? record.getName() : record.getTargetName();
        String host = target.toString(true).toLowerCase(Locale.ROOT);
        if (host.startsWith("_")) {
            // §2.5.2: not the name of a host. It is the port's own name (§9.1), whose records may leave the target out.
            if (!host.equals("_" + originPort + "._https." + originHost)) {
                return null;
            }
            host = originHost;
        }
        boolean understood = !(record.getSvcParamValue(SVCBBase.MANDATORY) instanceof SVCBBase.ParameterMandatory all)
                || UNDERSTOOD.containsAll(all.getValues());
        List<String> protocols = new ArrayList<>();
        if (record.getSvcParamValue(SVCBBase.ALPN) instanceof SVCBBase.ParameterAlpn alpn) {
            protocols.addAll(alpn.getValues());
        }
        if (!record.getSvcParamKeys().contains(SVCBBase.NO_DEFAULT_ALPN)) {
            protocols.add("http/1.1");
        }
        int port = record.getSvcParamValue(SVCBBase.PORT) instanceof SVCBBase.ParameterPort other
                ? other.getPort()
                : originPort;
        return port < 1 ? null : new Service(record.getSvcPriority(), host, port, protocols, hints(record), understood);
    }

    private static List<InetAddress> hints(HTTPSRecord record) {
        List<InetAddress> hints = new ArrayList<>();
        try {
            if (record.getSvcParamValue(SVCBBase.IPV6HINT) instanceof SVCBBase.ParameterIpv6Hint six) {
                hints.addAll(six.getAddresses());
            }
            if (record.getSvcParamValue(SVCBBase.IPV4HINT) instanceof SVCBBase.ParameterIpv4Hint four) {
                hints.addAll(four.getAddresses());
            }
        } catch (UnknownHostException e) {
            // Not addresses: the name is looked up.
            return List.of();
        }
        return hints;
    }
}
