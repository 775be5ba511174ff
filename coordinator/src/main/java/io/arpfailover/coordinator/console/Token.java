package io.arpfailover.coordinator.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/** The secret that opens the console. Kept as its SHA-256, so that a comparison tells nothing of it, nor its length. */
final class Token {
    private static final int SHORTEST = 16;
    private static final int LONGEST = 1024;
    private static final Set<String> FOR_ITS_OWNER_ALONE = Set.of("rw-------", "r--------");

    private final byte[] digest;

    private Token(byte[] digest) {
        this.digest = digest;
    }

    static Token of(String secret) {
        return new Token(sha256(secret));
    }

    static Token read(Path file) throws ConsoleException {
        try {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            if (!FOR_ITS_OWNER_ALONE.contains(mode)) {
                throw new ConsoleException("token file " + file + " is open to others; run: chmod 600 " + file);
            }
            String text = Files.readString(file).strip();
            if (text.lines().count() != 1 || text.length() < SHORTEST || text.length() > LONGEST) {
                throw new ConsoleException("token file " + file + " must hold one line of " + SHORTEST + " to "
                        + LONGEST + " characters; run: (umask 077; openssl rand -base64 32 > " + file + ")");
            }
            return of(text);
        } catch (IOException e) {
            throw new ConsoleException(
                    "token file " + file + " cannot be read (" + e.getClass().getSimpleName()
                            + "); run: (umask 077; openssl rand -base64 32 > " + file + ")",
                    e);
        }
    }

    boolean isSame(String given) {
        return MessageDigest.isEqual(digest, sha256(given));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
