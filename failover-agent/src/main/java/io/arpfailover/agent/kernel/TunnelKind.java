package io.arpfailover.agent.kernel;

/** How packets for a host that is elsewhere are wrapped. */
public enum TunnelKind {
    /** IP in IP (RFC 2003), 20 octets a packet: what RFC 5944 wants of every home agent. */
    IPIP("ipip", "ipip"),
    /** GRE (RFC 2784), 24 octets. */
    GRE("gre", "ip_gre"),
    /** VXLAN (RFC 7348), 50 octets, over UDP: for kernels and networks that have or pass nothing else. */
    VXLAN("vxlan", "vxlan");

    private final String name;
    private final String module;

    TunnelKind(String name, String module) {
        this.name = name;
        this.module = module;
    }

    /** As rtnetlink and `ip link` name it. */
    public String kernelName() {
        return name;
    }

    /** The module that brings it. */
    String module() {
        return module;
    }
}
