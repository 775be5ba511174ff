package io.arpfailover.agent.record;

import io.arpfailover.agent.link.TappedFrame;

/** How frames become octets in a file. A file is one header and any number of frames, so files can be cut anywhere. */
public enum CaptureFormat {
    /** pcapng: with the interface's name, which way each frame went, and a comment on those that are malformed. */
    PCAPNG {
        @Override
        byte[] header(CaptureSource source) {
            return Pcapng.header(source);
        }

        @Override
        byte[] frame(TappedFrame frame) {
            return Pcapng.frame(frame);
        }
    },
    /** Classic pcap with nanoseconds: times and octets alone. */
    PCAP {
        @Override
        byte[] header(CaptureSource source) {
            return Pcap.header(source);
        }

        @Override
        byte[] frame(TappedFrame frame) {
            return Pcap.frame(frame);
        }
    };

    /** LINKTYPE_ETHERNET in the registry of link types that both formats share. */
    static final int LINK_TYPE_ETHERNET = 1;

    /** What a file begins with; a fresh array. */
    abstract byte[] header(CaptureSource source);

    /** One frame as a whole block; a fresh array. */
    abstract byte[] frame(TappedFrame frame);
}
