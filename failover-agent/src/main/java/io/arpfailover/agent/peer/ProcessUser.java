package io.arpfailover.agent.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The user this process acts as. */
final class ProcessUser {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern REAL_AND_EFFECTIVE = Pattern.compile("^Uid:\\s+[0-9]+\\s+([0-9]+)", Pattern.MULTILINE);

    private ProcessUser() {}

    /** The effective user id; the owner of the directory /proc/self would not do, as that can be root for anybody. */
    static int effective() throws IOException {
        Matcher line = REAL_AND_EFFECTIVE.matcher(Files.readString(STATUS));
        if (!line.find()) {
            throw new IOException("no user in " + STATUS);
        }
        return Integer.parseUnsignedInt(line.group(1));
    }
}
