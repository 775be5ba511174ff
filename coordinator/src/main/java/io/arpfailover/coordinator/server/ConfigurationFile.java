package io.arpfailover.coordinator.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;

/**
 * A properties file of ZooKeeper's format, with settings of this program among its own. ZooKeeper's parser takes keys it
 * does not know for system properties of its own, so it is not shown those.
 */
final class ConfigurationFile extends QuorumPeerConfig {
    /** What the names of this program's settings begin with. */
    private static final String OWN = "console.";

    ConfigurationFile() {}

    /** This program's settings in a file, by their names. */
    static Map<String, String> own(Path file) throws ServerException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ServerException(
                    "configuration " + file + " cannot be read; name a file of ZooKeeper's format", e);
        }
        Map<String, String> own = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(OWN))
                .forEach(name -> own.put(name, properties.getProperty(name).strip()));
        return own;
    }

    @Override
    public void parseProperties(Properties given) throws IOException, ConfigException {
        Properties theirs = new Properties();
        given.stringPropertyNames().stream()
                .filter(name -> !name.startsWith(OWN))
                .forEach(name -> theirs.setProperty(name, given.getProperty(name)));
        super.parseProperties(theirs);
    }
}
