package io.arpfailover.agent.kernel;

import java.util.Arrays;

/**
 * A release of Linux, as uname has it.
 *
 * @param text such as 6.1.0-37-amd64
 */
public record KernelRelease(String text) {

    /** The running one. */
    public static KernelRelease present() {
        return new KernelRelease(System.getProperty("os.version"));
    }

    /** Whether it is this one or a later one; a text that names no release is earlier than any. */
    public boolean isAtLeast(int major, int minor) {
        int[] numbers = Arrays.stream(text.split("[^0-9]+", -1))
                .takeWhile(number -> !number.isEmpty())
                .limit(2)
                .mapToInt(Integer::parseInt)
                .toArray();
        return numbers.length == 2 && Arrays.compare(numbers, new int[] {major, minor}) >= 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
