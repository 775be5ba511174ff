package io.arpfailover.agent.doctor.host;

import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Whether the agent can write down there what must survive its restart: a long promise that is not written is not given. */
final class StateDirectory implements Examination {
    private static final long LEAST_FREE = 1L << 20;
    private static final long LITTLE_FREE = 64L << 20;
    private static final int OWNER_MAY_WRITE = 0_200;
    private static final int GROUP_MAY_WRITE = 0_020;
    private static final int OTHERS_MAY_WRITE = 0_002;

    private final Path directory;
    private final ServiceUser user;

    StateDirectory(Path directory, ServiceUser user) {
        this.directory = directory;
        this.user = user;
    }

    /**
     * What was seen of the directory, or of the nearest one above it that is there.
     *
     * @param nearest that one
     * @param isDirectory whether it is one
     */
    record Seen(Path nearest, boolean isDirectory, int uid, int gid, int mode, long freeOctets, boolean readOnly) {}

    @Override
    public String subject() {
        return "state";
    }

    @Override
    public List<Remark> examine() {
        try {
            return List.of(judge(see(directory.toAbsolutePath())));
        } catch (IOException e) {
            return List.of(Remark.advice(subject(), directory + " could not be looked at", "run this command as root"));
        }
    }

    private static Seen see(Path wanted) throws IOException {
        Path nearest = wanted;
        while (Files.notExists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        Map<String, Object> seen = Files.readAttributes(nearest, "unix:uid,gid,mode");
        FileStore store = Files.getFileStore(nearest);
        return new Seen(
                nearest,
                Files.isDirectory(nearest),
                (Integer) seen.get("uid"),
                (Integer) seen.get("gid"),
                (Integer) seen.get("mode"),
                store.getUsableSpace(),
                store.isReadOnly());
    }

    Remark judge(Seen seen) {
        if (!seen.isDirectory()) {
            return Remark.bad(subject(), seen.nearest() + " is no directory", "remove it, or name another as 'state:'");
        }
        if (seen.readOnly()) {
            return Remark.bad(
                    subject(), seen.nearest() + " is on a read-only file system", "name another place as 'state:'");
        }
        if (!mayWrite(seen)) {
            return Remark.bad(
                    subject(),
                    seen.nearest() + " cannot be written to by " + user.name() + ", as whom the agent runs",
                    "install -d -m 0750 -o " + user.name() + " " + directory);
        }
        return judgeRoom(seen);
    }

    private Remark judgeRoom(Seen seen) {
        String room = seen.nearest() + " has " + seen.freeOctets() / LEAST_FREE + " MiB left";
        if (seen.freeOctets() < LEAST_FREE) {
            return Remark.bad(subject(), room + ": a promise for a restart cannot be written down", "make room");
        }
        if (seen.freeOctets() < LITTLE_FREE) {
            return Remark.advice(subject(), room, "make room");
        }
        return Remark.good(
                subject(),
                seen.nearest().endsWith(directory)
                        ? directory + " can be written to by " + user.name()
                        : directory + " can be made by " + user.name() + " at the agent's start");
    }

    private boolean mayWrite(Seen seen) {
        int mode = seen.mode();
        return user.uid() == 0
                || (seen.uid() == user.uid() && (mode & OWNER_MAY_WRITE) != 0)
                || (seen.gid() == user.gid() && (mode & GROUP_MAY_WRITE) != 0)
                || (mode & OTHERS_MAY_WRITE) != 0;
    }
}
