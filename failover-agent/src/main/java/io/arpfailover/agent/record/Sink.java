package io.arpfailover.agent.record;

/** Where blocks go. */
interface Sink extends AutoCloseable {
    /** Takes one whole block, or leaves what was there before as it was. */
    void write(byte[] block) throws RecordException;

    @Override
    void close() throws RecordException;
}
