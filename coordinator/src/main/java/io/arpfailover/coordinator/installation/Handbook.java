package io.arpfailover.coordinator.installation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * The files that a program writes about itself, below {@code share/}: manual page, completions for bash and zsh, change
 * log. The same bytes from the same program.
 *
 * @param program with its commands
 * @param packageName the package's, such as arp-failover-agent
 * @param files what the program reads and writes, and for what
 * @param seeAlso other manual pages
 */
public record Handbook(CommandLine program, String packageName, Map<String, String> files, String seeAlso) {
    /** RFC 1952 section 2.3.1: the octet XFL, and its value for the slowest algorithm. */
    private static final int EXTRA_FLAGS = 8;

    private static final byte MOST_COMPRESSION = 2;

    /** Writes all of it below {@code share}, over what is there. */
    public void write(Path share, Release release) throws IOException {
        String name = program.getCommandName();
        String page = new ManualPage(program, release, files, seeAlso).roff();
        zipped(share.resolve("man/man1/" + name + ".1.gz"), page);
        zipped(share.resolve("doc/" + packageName + "/changelog.gz"), release.changeLog(packageName));
        // It is read by a shell, not run.
        String completion = AutoComplete.bash(name, program).replaceFirst("^#!.*\\n", "");
        plain(share.resolve("bash-completion/completions/" + name), completion);
        plain(share.resolve("zsh/vendor-completions/_" + name), zsh(name, completion));
    }

    /** The script for bash serves zsh too, which reads it when it completes the program for the first time. */
    private static String zsh(String name, String completion) {
        return "#compdef " + name + "\n" + completion + "\neval \"${_comps[" + name + "]}\"\n";
    }

    private static void plain(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void zipped(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, gzip(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** As {@code gzip -9n} does it, which Debian wants (policy section 12.1), and says so in the header (RFC 1952). */
    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new BestGzip(zipped)) {
            out.write(text);
        }
        byte[] file = zipped.toByteArray();
        file[EXTRA_FLAGS] = MOST_COMPRESSION;
        return file;
    }

    private static final class BestGzip extends GZIPOutputStream {
        private BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
