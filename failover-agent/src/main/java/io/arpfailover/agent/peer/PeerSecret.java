package io.arpfailover.agent.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that both servers share and nobody else has: 32 to 4096 octets. Never printed. */
public final class PeerSecret {
    static final int FEWEST_OCTETS = 32;
    static final int MOST_OCTETS = 4096;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int ROOT = 0;
    private static final Set<PosixFilePermission> FOR_OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private final SecretKeySpec key;

    private PeerSecret(byte[] octets) {
        this.key = new SecretKeySpec(octets, ALGORITHM);
    }

    /** These octets as they are; an {@link IllegalArgumentException} when they are too few or too many. */
    public static PeerSecret of(byte[] octets) {
        if (octets.length < FEWEST_OCTETS || octets.length > MOST_OCTETS) {
            throw new IllegalArgumentException("a secret of " + octets.length + " octets");
        }
        return new PeerSecret(octets);
    }

    /**
     * The contents of a file that nobody else may read, without one newline at its end.
     *
     * @throws PeerException when it is missing, open to others, somebody else's, too short or too long
     */
    public static PeerSecret read(Path file) throws PeerException {
        try {
            checkFile(file);
            return ofContents(file, withoutNewline(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            throw new PeerException(
                    "secret file " + file + " is missing; on one server run: " + making(file)
                            + ", and copy it to the other",
                    e);
        } catch (PeerException e) {
            throw e;
        } catch (IOException e) {
            throw new PeerException(
                    "secret file " + file + " cannot be read (" + FileTrouble.reason(e)
                            + "); let its owner be the user of the agent",
                    e);
        }
    }

    /** An HMAC under this key, which has been used once, so that its classes are loaded. */
    Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.doFinal();
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "PeerSecret[...]";
    }

    private static void checkFile(Path file) throws IOException {
        if (!Files.isRegularFile(file) && Files.exists(file)) {
            throw new PeerException("secret file " + file + " is not a regular file; name one in 'peer.secretFile:'");
        }
        if (Files.getPosixFilePermissions(file).stream().anyMatch(FOR_OTHERS::contains)) {
            throw new PeerException("secret file " + file + " is open to others; run: chmod 600 " + file);
        }
        Map<String, Object> owner = Files.readAttributes(file, "unix:uid,size");
        int uid = (Integer) owner.get("uid");
        if (uid != ROOT && uid != ProcessUser.effective()) {
            throw new PeerException("secret file " + file + " belongs to user " + uid
                    + ", who could change it; run: chown root " + file);
        }
        if ((Long) owner.get("size") > MOST_OCTETS + 1) {
            throw tooLong(file);
        }
    }

    private static byte[] withoutNewline(byte[] octets) {
        int last = octets.length - 1;
        return last >= 0 && octets[last] == '\n' ? Arrays.copyOf(octets, last) : octets;
    }

    private static PeerSecret ofContents(Path file, byte[] octets) throws PeerException {
        if (octets.length > MOST_OCTETS) {
            throw tooLong(file);
        }
        if (octets.length < FEWEST_OCTETS) {
            throw new PeerException("secret file " + file + " holds " + octets.length + " octets, fewer than "
                    + FEWEST_OCTETS + "; run: " + making(file) + ", and copy it to the other server");
        }
        return new PeerSecret(octets);
    }

    private static PeerException tooLong(Path file) {
        return new PeerException("secret file " + file + " holds more than " + MOST_OCTETS
                + " octets: that is no secret; run: " + making(file) + ", and copy it to the other server");
    }

    private static String making(Path file) {
        return "openssl rand -base64 48 > " + file + "; chmod 600 " + file;
    }
}
