package io.arpfailover.coordinator.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the build, as Maven leaves it in the jar. */
final class BuildVersion implements IVersionProvider {
    private static final String RESOURCE = "/META-INF/maven/io.arpfailover/coordinator/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"coordinator " + number()};
    }

    private static String number() throws IOException {
        try (InputStream resource = BuildVersion.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                return "(not packaged)";
            }
            Properties properties = new Properties();
            properties.load(resource);
            return properties.getProperty("version", "(unknown)");
        }
    }
}
