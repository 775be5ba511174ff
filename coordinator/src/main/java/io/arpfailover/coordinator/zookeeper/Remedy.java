package io.arpfailover.coordinator.zookeeper;

import org.apache.zookeeper.KeeperException;

/** Turns what ZooKeeper answered into one line for a person: what, where, what to do. */
record Remedy(ZooKeeperSettings settings) {

    StoreException exception(String doing, Exception cause) {
        return new StoreException(line(doing, cause), cause);
    }

    String line(String doing, Exception cause) {
        return cause instanceof KeeperException refusal
                ? line(doing, refusal.code())
                : "could not " + doing + " in ZooKeeper at " + settings.connect() + ": " + cause.getMessage();
    }

    String line(String doing, KeeperException.Code code) {
        String what = "could not " + doing + " in ZooKeeper at " + settings.connect() + ": ";
        return switch (code) {
            case NOAUTH, AUTHFAILED, INVALIDACL -> what + "permission denied; " + rightCredentials();
            case CONNECTIONLOSS, OPERATIONTIMEOUT, REQUESTTIMEOUT, SESSIONEXPIRED, SESSIONMOVED ->
                what + "it does not answer; check that it runs and can be reached from here";
            case NONODE -> what + "a parent node is missing; create the path behind the address, if there is one";
            default -> what + code;
        };
    }

    private String rightCredentials() {
        return settings.authFile()
                .map(file -> "auth file " + file + " must hold the user and password the nodes were created with")
                .orElse("give the auth file with the user and password the nodes were created with");
    }
}
