package io.arpfailover.agent.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the two .deb of this build hold, as dpkg sees them. Their installation is what examples/hosts tries. */
class PackageIT {
    @TempDir
    private Path tree;

    @ParameterizedTest
    @CsvSource({"failover-agent,arp-failover-agent", "coordinator,arp-failover-coordinator"})
    void holdsTheProgram(String program, String name) throws Exception {
        Path deb = deb(program, name);
        run("dpkg-deb", "-x", deb.toString(), tree.toString());
        assertEquals(
                "../lib/" + name + "/bin/" + program,
                Files.readSymbolicLink(tree.resolve("usr/bin/" + program)).toString());
        assertTrue(Files.isExecutable(tree.resolve("usr/lib/" + name + "/bin/" + program)));
        for (String file : List.of(
                "usr/lib/" + name + "/bin/launch.sh",
                "usr/lib/" + name + "/classes.lst",
                "usr/share/man/man1/" + program + ".1.gz",
                "usr/share/bash-completion/completions/" + program,
                "usr/share/zsh/vendor-completions/_" + program,
                "usr/share/doc/" + name + "/copyright",
                "usr/share/doc/" + name + "/changelog.gz")) {
            assertTrue(Files.isRegularFile(tree.resolve(file)), file);
        }
    }

    @ParameterizedTest
    @CsvSource({"failover-agent,arp-failover-agent", "coordinator,arp-failover-coordinator"})
    void belongsToRootAndIsWrittenByNobodyElse(String program, String name) throws Exception {
        for (String line : run("dpkg-deb", "-c", deb(program, name).toString()).split("\n", -1)) {
            if (!line.isEmpty()) {
                assertTrue(line.matches("(-rw(-r--r--|xr-xr-x)|drwxr-xr-x|lrwxrwxrwx) root/root .*"), line);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"failover-agent,arp-failover-agent", "coordinator,arp-failover-coordinator"})
    void saysWhatItIsAndNeeds(String program, String name) throws Exception {
        String deb = deb(program, name).toString();
        assertEquals(name, run("dpkg-deb", "-f", deb, "Package").strip());
        assertEquals("all", run("dpkg-deb", "-f", deb, "Architecture").strip());
        assertFalse(run("dpkg-deb", "-f", deb, "Version").contains("SNAPSHOT"));
        assertTrue(run("dpkg-deb", "-f", deb, "Depends").contains("java17-runtime-headless"));
    }

    /** No path of the machine that built it. */
    @ParameterizedTest
    @CsvSource({"failover-agent,arp-failover-agent", "coordinator,arp-failover-coordinator"})
    void namesNoPlaceOfTheBuild(String program, String name) throws Exception {
        run("dpkg-deb", "-x", deb(program, name).toString(), tree.toString());
        String here = Path.of("").toAbsolutePath().getParent().toString();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".jar"))
                    .toList()) {
                assertFalse(
                        Files.readString(file, StandardCharsets.ISO_8859_1).contains(here),
                        () -> file + " has " + here);
            }
        }
    }

    private static Path deb(String module, String name) throws IOException {
        Path target = Path.of("..", module, "target");
        try (Stream<Path> files = Files.list(target)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().matches(name + "_[^_]+_all\\.deb"))
                    .toList();
            assertEquals(1, found.size(), () -> "packages in " + target + ": " + found + "; run: mvn clean");
            return found.get(0);
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + output);
        return output;
    }
}
