package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.proxy.Recent;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;

/** What {@code arp proxy} says while it runs: a line for each change, and for the first answer to each asker. */
final class ProxyReport {
    private static final int MOST_REMEMBERED = 4096;

    private final OnInterface command;
    private final Recent<Asker, Boolean> answered = new Recent<>(MOST_REMEMBERED);

    ProxyReport(OnInterface command) {
        this.command = command;
    }

    private record Asker(MacAddress mac, Ipv4Address about) {}

    void answered(ArpPacket reply) {
        if (answered.put(new Asker(reply.targetMac(), reply.senderIp()), true) == null) {
            say(
                    reply.targetIp() + " (" + reply.targetMac() + ") was told that " + reply.senderIp() + " is at "
                            + reply.senderMac(),
                    line("answered")
                            .with("address", reply.senderIp())
                            .with("mac", reply.senderMac())
                            .with("asker", reply.targetIp())
                            .with("askerMac", reply.targetMac()));
        }
    }

    void about(String event, Ipv4Address address, String words) {
        say(address + " " + words, line(event).with("address", address).with("text", words));
    }

    void event(String event, String words) {
        say(words, line(event).with("text", words));
    }

    /** Something a person should see to; the program goes on. */
    void trouble(String what) {
        command.err().println(what);
        command.err().flush();
    }

    private static JsonLine line(String event) {
        return new JsonLine().with("event", event);
    }

    private void say(String text, JsonLine json) {
        command.print(text);
        command.print(json);
        command.out().flush();
    }
}
