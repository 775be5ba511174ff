package io.arpfailover.coordinator.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.console.ConsoleSettings.Setting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleSettingsTest {
    @TempDir
    private Path directory;

    @Test
    void onLoopbackByDefault() throws Exception {
        ConsoleSettings settings = ConsoleSettings.of(Map.of());
        assertEquals(Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8227)), settings.listen());
        assertFalse(settings.asked());
        assertEquals(Optional.empty(), settings.readOnly());
        assertEquals(Optional.empty(), Console.bind(ConsoleSettings.of(Map.of(Setting.LISTEN, "off"))));
    }

    @Test
    void hostsAreNames() throws Exception {
        assertEquals(
                Set.of("coord1", "coord.example.net"),
                ConsoleSettings.of(Map.of(Setting.HOSTS, "Coord1, coord.example.net"))
                        .hosts());
    }

    /** With an auth file it may do what others on this host may not. */
    @Test
    void rightsWithoutATokenOnlyShow() throws Exception {
        assertTrue(
                ConsoleSettings.of(Map.of(Setting.AUTH_FILE, "/x")).readOnly().isPresent());
        assertEquals(
                Optional.empty(),
                ConsoleSettings.of(Map.of(Setting.AUTH_FILE, "/x", Setting.TOKEN_FILE, "/y"))
                        .readOnly());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LISTEN=8227| neither ADDRESS:PORT nor off: 8227",
                "LISTEN=127.0.0.1:70000| neither ADDRESS:PORT nor off",
                "LISTEN=no.such.host.invalid:80| not an address of this host",
                "LISTEN=0.0.0.0:8227| nobody is asked who they are; give console.tokenFile",
                "LISTEN=10.0.0.1:8227 TLS_CERT=c TLS_KEY=k| nobody is asked who they are",
                "TLS_CERT=c| need each other",
                "CLIENT_CA=c| needs console.tlsCert",
                "HOSTS=a,b!| this is none: 'b!'",
                "TOKEN_FILE=/nowhere| cannot be read (NoSuchFileException); run: (umask 077; openssl rand -base64 32 > /nowhere)",
                "LISTEN=127.0.0.1:0 TLS_CERT=/nowhere TLS_KEY=/nowhere| /nowhere cannot be read"
            })
    void aMistakeIsOneLine(String given, String why) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        for (String pair : given.split(" ", -1)) {
            settings.put(Setting.valueOf(pair.split("=", 2)[0]), pair.split("=", 2)[1]);
        }
        ConsoleException mistake =
                assertThrows(ConsoleException.class, () -> Console.bind(ConsoleSettings.of(settings)));
        assertTrue(mistake.getMessage().contains(why), mistake.getMessage());
        assertEquals(1, mistake.getMessage().lines().count());
    }

    @Test
    void anUnknownKeyNamesThoseThereAre() {
        ConsoleException mistake = assertThrows(ConsoleException.class, () -> Setting.named("console.port"));
        assertTrue(mistake.getMessage().startsWith("console.port is no setting; there are: console.listen, "));
    }

    @ParameterizedTest
    @CsvSource({
        "rw-r-----, 0123456789abcdef, is open to others",
        "rw-------, 0123456789abcde, must hold one line of 16",
        "rw-------, '0123456789abcdef\n0123456789abcdef', must hold one line",
        "rw-------, '', must hold one line"
    })
    void aBadTokenFileIsRefused(String mode, String text, String why) throws Exception {
        ConsoleException mistake = assertThrows(ConsoleException.class, () -> Token.read(file(mode, text)));
        assertTrue(mistake.getMessage().contains(why), mistake.getMessage());
    }

    @Test
    void aTokenIsTheLineWithoutItsEnd() throws Exception {
        Token token = Token.read(file("rw-------", "0123456789abcdef\n"));
        assertTrue(token.isSame("0123456789abcdef"));
        assertFalse(token.isSame("0123456789abcdef0"));
        assertFalse(token.isSame(""));
    }

    /** A port that nobody asked for may be taken: ZooKeeper matters more. */
    @Test
    void aTakenPortIsAMistakeOnlyWhenAskedFor() throws Exception {
        Console first = Console.bind(ConsoleSettings.of(Map.of(Setting.LISTEN, "127.0.0.1:0")))
                .orElseThrow();
        String taken = first.url().replaceAll("^http://|/$", "");
        ConsoleSettings again = ConsoleSettings.of(Map.of(Setting.LISTEN, taken));
        assertTrue(assertThrows(ConsoleException.class, () -> Console.bind(again))
                .getMessage()
                .contains("cannot listen on " + taken));
        ConsoleSettings byDefault = new ConsoleSettings(
                again.listen(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty());
        assertEquals(Optional.empty(), Console.bind(byDefault));
        first.close();
    }

    private Path file(String mode, String text) throws Exception {
        Path file = Files.writeString(directory.resolve("token"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
