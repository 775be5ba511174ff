package io.arpfailover.agent.record;

import java.io.IOException;
import java.io.OutputStream;

/** A stream somebody else reads, such as standard output; it stays open when the recording ends. */
final class Pipe implements Sink {
    private final OutputStream stream;

    Pipe(OutputStream stream, byte[] header) throws RecordException {
        this.stream = stream;
        write(header);
    }

    @Override
    public void write(byte[] block) throws RecordException {
        try {
            stream.write(block);
            stream.flush();
        } catch (IOException e) {
            throw new RecordException("standard output: nobody reads it any more", e);
        }
    }

    @Override
    public void close() {
        // it is not ours
    }
}
