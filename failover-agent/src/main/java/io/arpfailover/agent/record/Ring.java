package io.arpfailover.agent.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A number of files of bounded size: what is older than the oldest is gone. Each is whole, with a header of its own.
 *
 * <p>The one being written has the name the user gave; before it comes NAME.1.SUFFIX, before that NAME.2.SUFFIX.
 */
final class Ring implements Sink {
    private final RingSize size;
    private final Path newest;
    private final byte[] header;
    private CaptureFile file;

    private Ring(RingSize size, Path newest, byte[] header, CaptureFile file) {
        this.size = size;
        this.newest = newest;
        this.header = header;
        this.file = file;
    }

    /** Refuses to begin where one of its names is taken, unless the user said so; then all of them are removed. */
    static Ring create(RingSize size, Path newest, byte[] header, boolean replace) throws RecordException {
        for (int age = 0; age < size.files(); age++) {
            Path path = aged(newest, age);
            if (Files.exists(path) && !replace) {
                throw new RecordException(path + ": exists; give another name, or --force to replace it");
            }
            delete(path);
        }
        return new Ring(size, newest, header, CaptureFile.create(newest, header, replace));
    }

    /** The name of the file that so many newer ones follow. */
    static Path aged(Path newest, int age) {
        if (age == 0) {
            return newest;
        }
        String name = newest.getFileName().toString();
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return newest.resolveSibling(name.substring(0, end) + "." + age + name.substring(end));
    }

    @Override
    public void write(byte[] block) throws RecordException {
        if (file.octets() > header.length && file.octets() + block.length > size.octets()) {
            turn();
        }
        file.write(block);
    }

    private void turn() throws RecordException {
        file.close();
        for (int age = size.files() - 1; age > 0; age--) {
            Path younger = aged(newest, age - 1);
            if (Files.exists(younger)) {
                move(younger, aged(newest, age));
            }
        }
        file = CaptureFile.create(newest, header, true);
    }

    private static void move(Path from, Path to) throws RecordException {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new RecordException(from + ": " + CaptureFile.reason(from, e), e);
        }
    }

    private static void delete(Path path) throws RecordException {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new RecordException(path + ": " + CaptureFile.reason(path, e), e);
        }
    }

    @Override
    public void close() throws RecordException {
        file.close();
    }
}
