package io.arpfailover.agent.doctor.host;

import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Whether a file with a secret is there for the agent, and for nobody else. */
final class PrivateFile implements Examination {
    private static final int FOR_OTHERS = 0_077;
    private static final int PERMISSIONS = 0_777;

    private final String subject;
    private final Path file;
    private final int fewestOctets;
    private final String making;
    private final ServiceUser user;

    /** @param making the command that makes a good one */
    PrivateFile(String subject, Path file, int fewestOctets, String making, ServiceUser user) {
        this.subject = subject;
        this.file = file;
        this.fewestOctets = fewestOctets;
        this.making = making;
        this.user = user;
    }

    /** What was seen of the file. */
    sealed interface Seen {
        record Missing() implements Seen {}

        /** Not for us to look at. */
        record Hidden() implements Seen {}

        /**
         * It is there.
         *
         * @param mode the permissions, nine bits
         */
        record There(boolean regular, int uid, int mode, long octets) implements Seen {}
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public List<Remark> examine() {
        return List.of(judge(see()));
    }

    private Seen see() {
        try {
            Map<String, Object> seen = Files.readAttributes(file, "unix:uid,mode,size");
            return new Seen.There(
                    Files.isRegularFile(file),
                    (Integer) seen.get("uid"),
                    (Integer) seen.get("mode") & PERMISSIONS,
                    (Long) seen.get("size"));
        } catch (AccessDeniedException hidden) {
            return new Seen.Hidden();
        } catch (IOException missing) {
            return new Seen.Missing();
        }
    }

    Remark judge(Seen seen) {
        if (seen instanceof Seen.There there) {
            return judge(there);
        }
        return seen instanceof Seen.Hidden
                ? Remark.advice(subject, file + " could not be looked at", "run this command as root")
                : bad("is missing", making);
    }

    private Remark judge(Seen.There there) {
        if (!there.regular()) {
            return bad("is not a regular file", making);
        }
        if ((there.mode() & FOR_OTHERS) != 0) {
            return bad("can be read by others", "chmod 600 " + file);
        }
        if (there.uid() != user.uid()) {
            return there.uid() == 0
                    ? bad("is root's alone, and the agent runs as " + user.name(), chown())
                    : bad("belongs to user " + there.uid() + ", who could change it", chown());
        }
        return there.octets() < fewestOctets
                ? bad("holds " + there.octets() + " octets, fewer than " + fewestOctets, making)
                : Remark.good(subject, file + " is for " + user.name() + " alone");
    }

    private String chown() {
        return "chown " + (user.name().startsWith("user ") ? user.uid() : user.name()) + " " + file;
    }

    private Remark bad(String what, String remedy) {
        return Remark.bad(subject, file + " " + what, remedy);
    }
}
