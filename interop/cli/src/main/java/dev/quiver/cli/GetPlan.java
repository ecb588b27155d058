package dev.quiver.cli;

import static dev.quiver.cli.OptionRules.exclusive;

import dev.quiver.cli.transfer.ClientSettings;
import dev.quiver.cli.transfer.RequestSettings;

/**
 * What {@code quiver get} is to do, checked: contradictions and what this version cannot do are refused here, before
 * anything is sent.
 *
 * @param client what shapes the client
 * @param request what is asked of each URL
 */
record GetPlan(ClientSettings client, RequestSettings request) {
    /**
     * Makes sense of the options.
     *
     * @throws UsageException if they contradict each other, or ask for what cannot be done
     */
    static GetPlan of(GetOptions options, CommandIo io) throws UsageException {
        refuseContradictions(options);
        refuseRepetition(options);
        return new GetPlan(ReachPlan.of(options.reach, options.proxy, options.location), RequestPlan.of(options, io));
    }

    private static void refuseContradictions(GetOptions o) throws UsageException {
        ReachOptions reach = o.reach;
        exclusive("--early-data", o.earlyData, "--no-http3", reach.noHttp3);
        exclusive("--early-data", o.earlyData, "--proxy", o.proxy != null);
        exclusive("--early-data", o.earlyData, "-d and -T", !o.request.data.isEmpty() || o.request.upload != null);
        exclusive("--proxy", o.proxy != null, "--http3-only", reach.http3Only);
        exclusive("--proxy", o.proxy != null, "--connect-to", reach.connectTo != null);
        exclusive("--proxy", o.proxy != null, "--resolve", !reach.resolve.isEmpty());
        exclusive("--proxy", o.proxy != null, "-4 and -6", reach.ipv4 || reach.ipv6);
        exclusive("-d", !o.request.data.isEmpty(), "-T", o.request.upload != null);
        exclusive("-I", o.head, "-d and -T", !o.request.data.isEmpty() || o.request.upload != null);
        exclusive("-I", o.head, "-X", o.request.method != null);
        exclusive("-I", o.head, "-o", o.output != null);
    }

    private static void refuseRepetition(GetOptions options) throws UsageException {
        if (options.repeat < 1) {
            throw new UsageException("--repeat must be at least 1, not " + options.repeat);
        }
        if (options.earlyData && (options.repeat < 2 || !options.fresh)) {
            throw new UsageException(
                    "--early-data needs --repeat N --fresh, N at least 2: the first connection earns the "
                            + "ticket by which the others send early");
        }
        if (options.output != null && options.urls.size() > 1) {
            throw new UsageException(
                    "-o names one file, but there are " + options.urls.size() + " URLs: run the command once for each");
        }
    }
}
