package io.arpfailover.agent.multihome;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host's interfaces and its settings at one moment.
 *
 * @param ofAll the values that count on each interface beside its own
 * @param nonlocalBind whether programs may bind to addresses that the host does not have
 */
public record Host(List<HostInterface> interfaces, Map<Sysctl, Integer> ofAll, boolean nonlocalBind) {

    public Host {
        interfaces = List.copyOf(interfaces);
        ofAll = Map.copyOf(ofAll);
    }

    public Optional<HostInterface> named(String name) {
        return interfaces.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** The value that counts on this interface. */
    public int effective(HostInterface one, Sysctl sysctl) {
        return sysctl.effective(ofAll(sysctl), one.own(sysctl));
    }

    int ofAll(Sysctl sysctl) {
        return ofAll.getOrDefault(sysctl, 0);
    }

    /** As it would be with this setting; the same when there is no such interface. */
    public Host with(Setting setting) {
        return new Host(
                interfaces.stream().map(one -> with(one, setting)).toList(),
                setting.interfaceName().equals(Setting.ALL) ? with(ofAll, setting) : ofAll,
                nonlocalBind);
    }

    private static HostInterface with(HostInterface one, Setting setting) {
        return setting.interfaceName().equals(one.name())
                ? new HostInterface(one.name(), one.arp(), one.addresses(), with(one.own(), setting))
                : one;
    }

    private static Map<Sysctl, Integer> with(Map<Sysctl, Integer> values, Setting setting) {
        Map<Sysctl, Integer> changed = new HashMap<>(values);
        changed.put(setting.sysctl(), setting.value());
        return changed;
    }

    /** All values that count on this interface, in one line. */
    public String described(HostInterface one) {
        return Arrays.stream(Sysctl.values())
                .map(sysctl -> sysctl.text() + "=" + effective(one, sysctl))
                .collect(joining(" "));
    }
}
