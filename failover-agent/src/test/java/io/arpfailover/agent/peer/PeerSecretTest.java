package io.arpfailover.agent.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerSecretTest {
    private static final String TEXT = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path directory;

    @Test
    void oneNewlineAtTheEndIsNoPartOfIt() throws IOException {
        byte[] plain = keyOf(PeerSecret.read(file(TEXT, "rw-------")));
        assertArrayEquals(plain, keyOf(PeerSecret.read(file(TEXT + "\n", "rw-------"))));
        assertArrayEquals(plain, keyOf(PeerSecret.of(TEXT.getBytes(StandardCharsets.US_ASCII))));
        byte[] two = keyOf(PeerSecret.read(file(TEXT + "\n\n", "rw-------")));
        assertArrayEquals(keyOf(Samples.secret(TEXT + "\n")), two);
    }

    @Test
    void anyOctetsWillDo() throws IOException {
        byte[] octets = new byte[PeerSecret.MOST_OCTETS];
        octets[5] = (byte) 0xff;
        Path file = file("", "r--------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.write(file, octets);
        assertArrayEquals(keyOf(PeerSecret.of(octets)), keyOf(PeerSecret.read(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw--w----", "rwx--x---", "rw----r--", "rw-----w-", "rwx-----x"})
    void refusesAFileOpenToOthers(String mode) throws IOException {
        Path file = file(TEXT, mode);
        assertEquals("secret file " + file + " is open to others; run: chmod 600 " + file, refusal(file));
    }

    @Test
    void refusesAShortOne() throws IOException {
        Path file = file(TEXT.substring(1) + "\n", "rw-------");
        assertEquals(
                "secret file " + file + " holds 31 octets, fewer than 32; run: openssl rand -base64 48 > " + file
                        + "; chmod 600 " + file + ", and copy it to the other server",
                refusal(file));
        assertThrows(IllegalArgumentException.class, () -> Samples.secret(TEXT.substring(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {4097, 4098, 100_000})
    void refusesALongOne(int octets) throws IOException {
        Path file = file("x".repeat(octets), "rw-------");
        assertEquals(
                "secret file " + file
                        + " holds more than 4096 octets: that is no secret; run: openssl rand -base64 48 > " + file
                        + "; chmod 600 " + file + ", and copy it to the other server",
                refusal(file));
    }

    @Test
    void refusesWhatIsNoFile() {
        assertEquals(
                "secret file " + directory + " is not a regular file; name one in 'peer.secretFile:'",
                refusal(directory));
    }

    @Test
    void refusesWhatIsNotThere() {
        Path file = directory.resolve("none");
        assertEquals(
                "secret file " + file + " is missing; on one server run: openssl rand -base64 48 > " + file
                        + "; chmod 600 " + file + ", and copy it to the other",
                refusal(file));
    }

    @Test
    void isNotPrinted() {
        assertFalse(Samples.secret(TEXT).toString().contains("0123"));
        PeerSettings settings = new PeerSettings(
                Samples.WEB,
                Samples.A,
                Samples.A_NOW.toString(),
                List.of(Samples.AT_A.address()),
                5227,
                Samples.secret(TEXT));
        assertFalse(settings.toString().contains("0123456789abcdef0123"));
    }

    private static String refusal(Path file) {
        return assertThrows(PeerException.class, () -> PeerSecret.read(file)).getMessage();
    }

    /** Two keys are the same when they make the same HMAC of something. */
    private static byte[] keyOf(PeerSecret secret) {
        return secret.mac().doFinal(new byte[] {1, 2, 3});
    }

    private Path file(String text, String mode) throws IOException {
        Path file = Files.createTempFile(directory, "peer", ".secret");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
