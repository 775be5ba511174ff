package io.arpfailover.agent.config;

import io.arpfailover.agent.wire.Ipv4Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the peer section fits this machine: its addresses are here, and its secret is one. */
record PeerCheck(PeerConfiguration peer, Positions positions, HostView host) {

    List<ConfigProblem> problems() {
        List<ConfigProblem> problems = new ArrayList<>();
        for (int item = 0; item < peer.listen().size(); item++) {
            Ipv4Address address = peer.listen().get(item);
            if (!host.hasAddress(address)) {
                problems.add(positions.problem(
                        Key.PEER_LISTEN, item, address + " is no address of this server; name one that is"));
            }
        }
        inSecret(peer.secretFile())
                .ifPresent(problem -> problems.add(positions.problem(Key.PEER_SECRET_FILE, problem)));
        return problems;
    }

    /** What the mode tells; what is in it, is looked at when the agent reads it. */
    private static Optional<String> inSecret(Path file) {
        try {
            boolean owners = PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    .endsWith("------");
            return owners
                    ? Optional.empty()
                    : Optional.of(file + " is open to others than its owner; run: chmod 600 " + file);
        } catch (NoSuchFileException e) {
            return Optional.of(file + " does not exist; run: (umask 077; openssl rand -base64 48 > " + file
                    + "), and copy it to the other server");
        } catch (IOException e) {
            return Optional.of(file + " cannot be looked at (" + e.getClass().getSimpleName()
                    + "); run as root, or correct the path");
        }
    }
}
