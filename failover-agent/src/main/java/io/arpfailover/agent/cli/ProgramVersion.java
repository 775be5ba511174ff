package io.arpfailover.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version, from the description that the build puts into the program's jar. */
public final class ProgramVersion implements IVersionProvider {
    private static final String DESCRIPTION = "/META-INF/maven/io.arpfailover/failover-agent/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = ProgramVersion.class.getResourceAsStream(DESCRIPTION)) {
            if (in != null) {
                properties.load(in);
            }
        }
        return new String[] {"failover-agent " + properties.getProperty("version", "(not packaged)")};
    }
}
