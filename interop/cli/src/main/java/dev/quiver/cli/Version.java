package dev.quiver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {
    private static final Properties BUILT = load();

    /** The version of this build. */
    static String number() {
        return BUILT.getProperty("version", "unknown");
    }

    /** The version of the Netty under it. */
    static String netty() {
        return BUILT.getProperty("netty", "unknown");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "quiver " + number(),
            "HTTP/3 on Netty " + netty() + ", Java "
                    + System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + "), "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            System.getLogger(Version.class.getName()).log(System.Logger.Level.DEBUG, "no build.properties", e);
        }
        return properties;
    }
}
