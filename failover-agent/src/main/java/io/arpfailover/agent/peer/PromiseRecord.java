package io.arpfailover.agent.peer;

import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A long promise as it stands in its file: text of four lines and a checksum.
 *
 * @param boot the id of the boot whose clock {@code until} is of
 * @param until when it has been kept
 * @param promised how long it was when it was made
 */
record PromiseRecord(String boot, MonotonicTime until, Duration promised) {
    static final int MOST_OCTETS = 512;

    private static final Pattern SHAPE = Pattern.compile("""
            arp-failover promise 1
            boot=([0-9a-zA-Z-]{1,64})
            until=(-?[0-9]{1,19})
            promised=([0-9]{1,19})
            crc32=([0-9a-f]{8})
            """);

    /** The end counts on the clock of one boot, which starts with that boot. */
    private static final MonotonicTime START_OF_BOOT = new MonotonicTime(0);

    String text() {
        String body = body();
        return body + "crc32=" + checksum(body) + "\n";
    }

    /** Empty when this is not what {@link #text} makes. */
    static Optional<PromiseRecord> parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        try {
            return parts.matches() ? read(parts).filter(record -> record.text().equals(text)) : Optional.empty();
        } catch (NumberFormatException moreThan64Bits) {
            return Optional.empty();
        }
    }

    /**
     * When it has been kept, on the clock of this boot.
     *
     * <p>A promise from an earlier boot was made before this one began, so it has been kept when its whole time has
     * passed since.
     */
    MonotonicTime keptAt(String presentBoot) {
        return boot.equals(presentBoot) ? until : START_OF_BOOT.plus(PromiseTiming.kept(promised));
    }

    private String body() {
        return "arp-failover promise 1\nboot=" + boot + "\nuntil=" + until.nanos() + "\npromised=" + promised.toNanos()
                + "\n";
    }

    private static Optional<PromiseRecord> read(Matcher parts) {
        Duration promised = Duration.ofNanos(Long.parseLong(parts.group(3)));
        return promised.compareTo(PeerCodec.LONGEST_PROMISE) > 0
                ? Optional.empty()
                : Optional.of(
                        new PromiseRecord(parts.group(1), new MonotonicTime(Long.parseLong(parts.group(2))), promised));
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
