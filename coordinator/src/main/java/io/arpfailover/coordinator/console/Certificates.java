package io.arpfailover.coordinator.console;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Reads the PEM files of HTTPS with what the JDK brings. */
final class Certificates {
    private static final List<String> KEY_KINDS = List.of("EC", "RSA", "EdDSA");
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    /** The key store lives in memory alone, and must have some password. */
    private static final char[] IN_MEMORY = new char[0];

    private Certificates() {}

    /** What to serve HTTPS with. */
    static SSLContext context(ConsoleSettings.Tls files) throws ConsoleException {
        try {
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(identity(files), IN_MEMORY);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trusted(files.clientCa()), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new ConsoleException(
                    "HTTPS of the console cannot be set up: " + e.getMessage() + "; do " + files.certificate() + " and "
                            + files.key() + " belong together?",
                    e);
        }
    }

    private static KeyStore identity(ConsoleSettings.Tls files)
            throws ConsoleException, GeneralSecurityException, IOException {
        Certificate[] chain = certificates(files.certificate()).toArray(new Certificate[0]);
        KeyStore store = empty();
        store.setKeyEntry("console", key(files.key()), IN_MEMORY, chain);
        return store;
    }

    private static TrustManager[] trusted(Optional<Path> authority)
            throws ConsoleException, GeneralSecurityException, IOException {
        KeyStore store = empty();
        if (authority.isPresent()) {
            int number = 0;
            for (Certificate certificate : certificates(authority.get())) {
                store.setCertificateEntry("client-ca-" + number++, certificate);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file) throws ConsoleException {
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text(file).getBytes(StandardCharsets.UTF_8)));
            if (found.isEmpty()) {
                throw new ConsoleException(file + " holds no certificate; give one in PEM");
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new ConsoleException(file + " holds no certificate that can be read; give one in PEM", e);
        }
    }

    private static PrivateKey key(Path file) throws ConsoleException, GeneralSecurityException {
        Matcher pem = PRIVATE_KEY.matcher(text(file));
        if (!pem.find()) {
            throw new ConsoleException(file + " holds no private key in PKCS #8 without a password; run:"
                    + " openssl pkcs8 -topk8 -nocrypt -in " + file + " -out NEW");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String kind : KEY_KINDS) {
            Optional<PrivateKey> key = key(kind, encoded);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new ConsoleException(file + " holds a private key that is none of " + String.join(", ", KEY_KINDS));
    }

    private static Optional<PrivateKey> key(String kind, PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePrivate(encoded));
        } catch (InvalidKeySpecException anotherKind) {
            return Optional.empty();
        }
    }

    private static String text(Path file) throws ConsoleException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConsoleException(
                    file + " cannot be read (" + e.getClass().getSimpleName()
                            + "); name a PEM file this program may read",
                    e);
        }
    }
}
