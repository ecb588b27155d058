package dev.quiver.cli;

import dev.quiver.cli.serve.RunningServer;
import dev.quiver.cli.serve.ServeSettings;
import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.StopSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "serve",
        header = "Run an HTTP/3 server to try clients with.",
        description =
                "It makes a certificate authority for itself, says where its PEM is, and answers on the pages that / "
                        + "lists: echo, uploads, slow and broken responses, early hints, trailers. Given a directory, it serves "
                        + "its files too. Ctrl-C stops it.",
        synopsisHeading = "%n",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  quiver serve",
            "      The test pages, on a free port of the loopback.",
            "  quiver serve --port 4433 --certs /tmp/ca ./site",
            "      The files of ./site; the CA's certificate is /tmp/ca/ca.pem."
        })
final class ServeCommand implements Callable<Integer> {
    private final CommandIo io;
    private final StopSignal stop;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "A directory whose files to serve.")
    private @Nullable Path directory;

    @Option(names = "--port", paramLabel = "N", description = "The UDP port. Default: any free one.")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "The address to listen on. Default: 127.0.0.1, which only this machine reaches.")
    private String bind = "127.0.0.1";

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "The name that clients will use; the certificate has it too. Default: localhost.")
    private String host = "localhost";

    @Option(
            names = "--certs",
            paramLabel = "DIR",
            description = "Where to write ca.pem, chain.pem and leaf.key. Default: a temporary directory.")
    private @Nullable Path certificates;

    @Option(names = "--retry", description = "Have clients prove their address by a Retry (RFC 9000, 8.1.2).")
    private boolean retry;

    @Option(names = "--qlog", paramLabel = "DIR", description = "Write a qlog file for each connection.")
    private @Nullable Path qlog;

    ServeCommand(CommandIo io, StopSignal stop) {
        this.io = io;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        if (port < 0 || port > 65535) {
            return refuse("--port must be 0 to 65535, not " + port, ExitCode.USAGE);
        }
        if (directory != null && !Files.isDirectory(directory)) {
            return refuse(directory + " is not a directory", ExitCode.USAGE);
        }
        InetSocketAddress address;
        try {
            address = new InetSocketAddress(InetAddress.getByName(bind), port);
        } catch (UnknownHostException e) {
            return refuse("--bind " + bind + ": no such address", ExitCode.USAGE);
        }
        try (RunningServer server =
                RunningServer.start(new ServeSettings(address, host, certificates, directory, retry, qlog))) {
            tell(server);
            stop.await();
            return ExitCode.DONE;
        } catch (IOException e) {
            return refuse(String.valueOf(e.getMessage()), ExitCode.OUTPUT);
        }
    }

    private void tell(RunningServer server) throws IOException {
        OutputStream out = io.out();
        out.write((String.join("\n", server.words()) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private int refuse(String message, int exit) {
        io.err().println(io.errStyle().red("quiver serve:") + " " + message);
        return exit;
    }
}
