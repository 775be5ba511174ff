package io.arpfailover.agent.multihome;

/**
 * A value of one interface's own.
 *
 * @param interfaceName the interface; {@link #ALL} for the value that counts on each
 */
public record Setting(String interfaceName, Sysctl sysctl, int value) {
    /** What the kernel calls the values for all interfaces. */
    public static final String ALL = "all";

    /** Below /proc/sys. */
    public String path() {
        return "net/ipv4/conf/" + interfaceName + "/" + sysctl.text();
    }

    /** As sysctl(8) takes it. With slashes, where the interface's name has a dot. */
    @Override
    public String toString() {
        String path = path();
        return (interfaceName.indexOf('.') < 0 ? path.replace('/', '.') : path) + "=" + value;
    }
}
