package io.arpfailover.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema against the reader: what the one takes the other takes, and what a schema can refuse both refuse. */
class ConfigurationSchemaTest {
    private static final JsonNode TREE = new ObjectMapper().valueToTree(ConfigurationSchema.tree());
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(TREE);
    private static final Path EXAMPLES = Path.of("..", "examples");

    private static final String SMALLEST = """
            cluster: web
            node: a
            interface: lan0
            addresses: [10.77.0.100/24]
            zookeeper: {connect: "10.79.0.10:2181"}
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Key.class)
    void everyKeyIsInItWithItsMeaningAndItsDefault(Key key) {
        JsonNode described = described(key);
        assertEquals(key.meaning(), described.path("description").asText());
        switch (key.presence()) {
            case DEFAULT -> assertEquals(key.text(), described.get("default").asText());
            case REQUIRED, OPTIONAL -> {
                JsonNode example = described.get("examples").get(0);
                assertEquals(key.text(), (key.isList() ? example.get(0) : example).asText());
            }
            case SECTION, SECTIONS -> assertFalse(described.has("default"));
        }
    }

    /** What stands in the table of keys must itself be well-formed. */
    @ParameterizedTest
    @EnumSource(
            value = Key.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HEALTH_CHECK_NAME", "HEALTH_CHECKS", "PROXY"})
    void everyDefaultAndExampleFitsItsOwnDescription(Key key) {
        JsonNode described = described(key);
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(described);
        Stream.concat(
                        Stream.ofNullable(described.get("default")),
                        Stream.ofNullable(described.path("examples").get(0)))
                .forEach(value -> assertEquals(List.of(), List.copyOf(schema.validate(value)), value.toString()));
    }

    static Stream<String> good() {
        return Stream.of(
                "",
                "gateway: 10.77.0.254",
                "peer: {listen: [10.77.0.1, 10.79.0.1], port: 5300, secretFile: /etc/s}",
                "timing: fast",
                "timing: {promise: 250ms, restart: 1m}",
                "timing: {}",
                "failback: {policy: preferred, preferred: a.example, delay: 5m}",
                "announce: {pace: unlimited}",
                "announce: {pace: 100000, refresh: 1h}",
                "health: {gateway: {level: off, interval: 500ms, rise: 1, fall: 100}, checks: []}",
                "health: {checks: [{name: w, http: 'https://[::1]:8443/h?x=1'}, {name: db, tcp: 'db:5432'}]}",
                "health: {checks: [{name: s, script: [/bin/check, --all, ''' x '''], level: advisory}]}",
                "inspect: {level: enforce, rate: 1, bindings: /etc/b, quarantine: 24h, hook: /bin/h}",
                "proxy: [{network: 10.77.0.64/28, delay: 0s}, {network: 10.77.0.7/32}]",
                "onTerminate: handOver\nsysctls: set\nacd: rfc5227\ndefend: never\nlog: json\nstate: /s",
                "hooks: {onHolder: /h, onStandby: /s, onFault: /f, onConflict: /c, timeout: 10m}",
                "metrics: {listen: '127.0.0.1:9227'}\ncontrol: /run/x.sock\nmoves: {perHour: 1}");
    }

    @ParameterizedTest
    @MethodSource("good")
    void bothTakeWhatIsGood(String more) throws IOException {
        String yaml = SMALLEST + more + "\n";
        assertEquals(List.of(), problems(yaml));
        assertEquals("", complaints(yaml));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gatway: 10.77.0.254",
                "gateway: 10.77.0.300",
                "gateway: 10.77.0.254/24",
                "gateway: [10.77.0.254]",
                "acd: slow",
                "defend: Always",
                "log: syslog",
                "onTerminate: hand-over",
                "announce: {pace: 0}",
                "announce: {pace: many}",
                "announce: {refresh: 60}",
                "announce: {refresh: 1d}",
                "announce: fast",
                "timing: slow",
                "timing: {promise: 500ms, T: 1s}",
                "peer: {listen: [10.77.0.1]}",
                "peer: {secretFile: /etc/s}",
                "peer: {listen: [], secretFile: /etc/s}",
                "peer: {listen: 10.77.0.1, secretFile: /etc/s}",
                "peer: {listen: [10.77.0.1], secretFile: s}",
                "peer: {listen: [10.77.0.1], secretFile: /s, port: 65536}",
                "health: {checks: [{name: w}]}",
                "health: {checks: [{name: w, tcp: 'db:1', http: 'http://x'}]}",
                "health: {checks: [{tcp: 'db:1'}]}",
                "health: {checks: [{name: W, tcp: 'db:1'}]}",
                "health: {checks: [{name: w, http: 'ftp://x'}]}",
                "health: {checks: [{name: w, tcp: db}]}",
                "health: {checks: [{name: w, script: /bin/check}]}",
                "health: {gateway: {fall: 101}}",
                "inspect: {rate: 0}",
                "proxy: {network: 10.77.0.64/28}",
                "proxy: [{delay: 1s}]",
                "proxy: [{network: 10.77.0.64/33}]",
                "moves: {perHour: 1001}",
                "metrics: {listen: localhost}",
                "metrics: {listen: '127.0.0.1:70000'}",
                "hooks: {onHolder: serve}",
                "hooks: {onMaster: /bin/serve}",
                "state:",
                "hooks:"
            })
    void bothRefuseWhatASchemaCanRefuse(String more) throws IOException {
        String yaml = SMALLEST + more + "\n";
        assertNotEquals(List.of(), problems(yaml));
        assertNotEquals("", complaints(yaml));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster", "node", "interface", "addresses", "zookeeper"})
    void bothMissWhatIsRequired(String key) throws IOException {
        String yaml = SMALLEST.replaceAll("(?m)^" + key + ":.*\n", "");
        assertNotEquals(List.of(), problems(yaml));
        assertTrue(complaints(yaml).contains(key), complaints(yaml));
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(ConfigurationSchemaTest::isConfiguration).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsGood(Path example) throws IOException {
        String yaml = Files.readString(example);
        assertEquals(List.of(), problems(yaml));
        assertEquals("", complaints(yaml));
    }

    @Test
    void itIsTheSameEachTime() {
        assertEquals(
                TREE.toString(),
                new ObjectMapper().valueToTree(ConfigurationSchema.tree()).toString());
    }

    private static boolean isConfiguration(Path file) {
        try {
            return file.toString().endsWith(".yaml")
                    && Files.readString(file).lines().anyMatch(line -> line.startsWith("cluster: "));
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonNode described(Key key) {
        JsonNode section = TREE;
        for (String leaf : key.path().split("\\.", -1)) {
            section = inside(section).path("properties").path(leaf);
        }
        assertFalse(section.isMissingNode(), key.path());
        return section;
    }

    /** A section, whether it stands there by itself, as the item of a list, or beside a word. */
    private static JsonNode inside(JsonNode node) {
        if (node.has("items")) {
            return node.get("items");
        }
        return node.has("anyOf") ? node.get("anyOf").get(1) : node;
    }

    private List<ConfigProblem> problems(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("agent.yaml"), yaml);
        return ConfigurationFile.read(file).map(valid -> List.of(), ConfigurationReading.Invalid::problems);
    }

    private static String complaints(String yaml) {
        return String.join(
                "; ",
                SCHEMA.validate(YamlAsJson.of(yaml)).stream()
                        .map(Object::toString)
                        .toList());
    }
}
