package io.arpfailover.agent.record;

import java.io.OutputStream;
import java.nio.file.Path;

/** Where a recording goes, before anything of it is there. */
public sealed interface Destination {

    /** Makes it, with a header. */
    Sink open(byte[] header) throws RecordException;

    /**
     * One file that grows.
     *
     * @param replace whether an existing file is replaced; else it is refused
     */
    record OneFile(Path path, boolean replace) implements Destination {
        @Override
        public Sink open(byte[] header) throws RecordException {
            return CaptureFile.create(path, header, replace);
        }
    }

    /** Several files of bounded size; {@code newest} names the one being written. */
    record RingOfFiles(Path newest, RingSize size, boolean replace) implements Destination {
        @Override
        public Sink open(byte[] header) throws RecordException {
            return Ring.create(size, newest, header, replace);
        }
    }

    /** A stream that somebody else closes. */
    record Stream(OutputStream stream) implements Destination {
        @Override
        public Sink open(byte[] header) throws RecordException {
            return new Pipe(stream, header);
        }
    }
}
