package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.DurationReader;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.cli.ProgramVersion;
import io.arpfailover.agent.link.LinkException;
import io.arpfailover.agent.link.TapFilter;
import io.arpfailover.agent.record.CaptureFormat;
import io.arpfailover.agent.record.Destination;
import io.arpfailover.agent.record.RecordException;
import io.arpfailover.agent.record.Recording;
import io.arpfailover.agent.record.RingSize;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code arp record}: what the interface hears and says, into a file that Wireshark opens. */
@Command(
        name = "record",
        description = {
            "Records all ARP on an interface, in both directions and malformed frames too, into a file that Wireshark,"
                    + " tshark and tcpdump open.",
            "Ends at a limit, at Ctrl-C, or when the interface goes away; the file can be read at any time."
        },
        exitCodeList = {" 0:ended as asked; the file is whole", ExitCode.UNUSABLE_MEANS, ExitCode.BUG_MEANS})
final class RecordCommand extends OnInterface {
    private static final String STANDARD_OUTPUT = "-";

    @Parameters(
            paramLabel = "FILE",
            description = "Where to; '-' for standard output. A name that ends in .pcap makes the classic format.")
    private String file = STANDARD_OUTPUT;

    @Option(names = "--pcap", description = "Classic pcap with nanoseconds instead of pcapng.")
    private boolean pcap;

    @Option(names = "--count", paramLabel = "N", description = "Ends after so many frames.")
    private Optional<Long> count = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationReader.class,
            description = "Ends after this time, such as 500ms, 10s, 5m or 2h.")
    private Optional<Duration> time = Optional.empty();

    @Option(
            names = "--ring",
            paramLabel = "SIZExN",
            converter = RingReader.class,
            description = "Keeps N files of SIZE at most, such as 10Mx5: FILE is the newest, FILE.1 the one before.")
    private Optional<RingSize> ring = Optional.empty();

    @Option(
            names = "--filter",
            paramLabel = "WHAT",
            defaultValue = "arp",
            description = "arp (default), or vlan: also ARP behind VLAN tags that are still in the frame.")
    private TapFilter filter = TapFilter.ARP;

    @Option(names = "--force", description = "Replaces what has that name.")
    private boolean force;

    RecordCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int run(ArpStack stack) throws InterruptedException {
        if (count.filter(wanted -> wanted < 1).isPresent()) {
            throw mistake("--count " + count.get() + ": 1 or more");
        }
        String interfaceName = stack.station().link().name();
        try (Recording recording = open(interfaceName)) {
            return record(recording, stack, interfaceName);
        } catch (LinkException | RecordException e) {
            err().println("failover-agent arp record: " + e.getMessage());
            return ExitCode.UNUSABLE;
        }
    }

    private Recording open(String interfaceName) throws RecordException {
        boolean classic = pcap || file.endsWith(".pcap");
        return Recording.open(
                interfaceName,
                filter,
                destination(),
                classic ? CaptureFormat.PCAP : CaptureFormat.PCAPNG,
                program(),
                count.orElse(Long.MAX_VALUE));
    }

    private Destination destination() {
        if (file.equals(STANDARD_OUTPUT)) {
            if (ring.isPresent()) {
                throw mistake("--ring needs the name of a file: standard output cannot be cut");
            }
            return new Destination.Stream(new FileOutputStream(FileDescriptor.out));
        }
        Path path = Path.of(file);
        return ring.<Destination>map(size -> new Destination.RingOfFiles(path, size, force))
                .orElseGet(() -> new Destination.OneFile(path, force));
    }

    private static String program() {
        try {
            return new ProgramVersion().getVersion()[0];
        } catch (IOException e) {
            return "failover-agent";
        }
    }

    private int record(Recording recording, ArpStack stack, String interfaceName)
            throws RecordException, InterruptedException {
        MonotonicTime until = time.map(stack.now()::plus).orElse(MonotonicTime.NEVER);
        Optional<String> gone = recording.run(stack::now, until, this::isStopAsked);
        if (gone.isPresent()) {
            err().println("failover-agent arp record: " + interfaceName + " went away (" + gone.get() + "); " + file
                    + " holds the " + recording.frames() + " frames before");
            return ExitCode.UNUSABLE;
        }
        tell(recording);
        return ExitCode.OK;
    }

    /** On standard error where the frames themselves went to standard output. */
    private void tell(Recording recording) {
        String line = recording.frames() + " frames in " + file + ", "
                + (recording.lost() == 0 ? "none lost" : recording.lost() + " lost for want of room");
        if (file.equals(STANDARD_OUTPUT)) {
            err().println(line);
        } else {
            print(line);
            print(new JsonLine()
                    .with("file", file)
                    .with("frames", recording.frames())
                    .with("lost", recording.lost()));
        }
    }

    /** Reads the size of a ring. */
    static final class RingReader implements ITypeConverter<RingSize> {
        @Override
        public RingSize convert(String text) {
            try {
                return RingSize.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
