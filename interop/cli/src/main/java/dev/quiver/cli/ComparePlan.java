package dev.quiver.cli;

import dev.quiver.cli.compare.ClientName;
import dev.quiver.cli.compare.link.LinkCondition;
import dev.quiver.cli.transfer.ClientSettings;
import dev.quiver.cli.transfer.RequestSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What {@code quiver compare} is to do, checked before anything is sent.
 *
 * @param client what shapes the clients
 * @param request what is asked of each URL
 * @param clients whom to compare, without repetition
 * @param links the links to go through, one run each; none to go straight
 */
record ComparePlan(
        ClientSettings client, RequestSettings request, List<ClientName> clients, List<LinkCondition> links) {
    private static final double LONGEST_DELAY_MILLIS = 60_000;
    private static final double HIGHEST_MEGABITS = 10_000;
    private static final double LOWEST_MEGABITS = 0.01;

    /** What OkHttp takes with a body only, and refuses with one. */
    private static final Set<String> NO_BODY = Set.of("GET", "HEAD");

    /**
     * Makes sense of the options.
     *
     * @throws UsageException if they contradict each other, or ask for what a client cannot do
     */
    static ComparePlan of(CompareOptions options, CommandIo io) throws UsageException {
        if (options.repeat < 1) {
            throw new UsageException("--repeat must be at least 1, not " + options.repeat);
        }
        if (options.reach.noHttp3) {
            throw new UsageException("--no-http3 would leave nothing of Quiver to compare: leave it out, or take "
                    + "--clients okhttp,jdk");
        }
        RequestSettings request = RequestPlan.of(options.request, options.timeout, io);
        List<ClientName> clients = options.clients.stream().distinct().toList();
        if (clients.contains(ClientName.OKHTTP) && request.body() != null && NO_BODY.contains(request.method())) {
            throw new UsageException(
                    "OkHttp sends no body with " + request.method() + ": take another method, or --clients quiver,jdk");
        }
        if (options.plot != null && !drawable(options.plot)) {
            throw new UsageException("--plot " + options.plot + ": the file's name must end in .svg or .html");
        }
        return new ComparePlan(
                ReachPlan.of(options.reach, null, false),
                request,
                clients,
                links(options.delays, options.losses, options.rate));
    }

    private static boolean drawable(Path plot) {
        String name = plot.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".svg") || name.endsWith(".html");
    }

    private static List<LinkCondition> links(List<Double> delays, List<Double> losses, double rate)
            throws UsageException {
        for (double delay : delays) {
            within("--delay", delay, 0, LONGEST_DELAY_MILLIS);
        }
        for (double loss : losses) {
            within("--loss", loss, 0, 100);
        }
        if (rate != 0) {
            within("--rate", rate, LOWEST_MEGABITS, HIGHEST_MEGABITS);
        }
        if (delays.size() > 1 && losses.size() > 1) {
            throw new UsageException("--delay and --loss both name several: let one of them vary at a time");
        }
        if (delays.isEmpty() && losses.isEmpty() && rate == 0) {
            return List.of();
        }
        List<LinkCondition> links = new ArrayList<>();
        for (double delay : delays.isEmpty() ? List.of(0.0) : delays) {
            for (double loss : losses.isEmpty() ? List.of(0.0) : losses) {
                links.add(new LinkCondition(delay, loss, rate));
            }
        }
        return links;
    }

    private static void within(String option, double value, double least, double most) throws UsageException {
        if (!(value >= least && value <= most)) {
            throw new UsageException(option + " takes " + LinkCondition.number(least) + " to "
                    + LinkCondition.number(most) + ", not " + value);
        }
    }
}
