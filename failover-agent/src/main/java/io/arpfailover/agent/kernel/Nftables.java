package io.arpfailover.agent.kernel;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * libnftables in this process: runs scripts in nft's language, each as one transaction.
 *
 * <p>It acts in the network namespace of the thread that opened it. Not for several threads at once.
 */
final class Nftables implements AutoCloseable {
    private static final String LIBRARY = "libnftables.so.1";
    private static final int DEFAULT_FLAGS = 0;
    private static final int OUTPUT_AS_JSON = 1 << 4;
    private static final int OUTPUT_AS_TEXT = 0;

    private final Calls calls;
    private final Pointer context;

    private Nftables(Calls calls, Pointer context) {
        this.calls = calls;
        this.context = context;
    }

    static Nftables open() {
        return open(LIBRARY);
    }

    static Nftables open(String library) {
        Calls calls = load(library);
        Pointer context = calls.nft_ctx_new(DEFAULT_FLAGS);
        if (context == null || calls.nft_ctx_buffer_output(context) != 0 || calls.nft_ctx_buffer_error(context) != 0) {
            throw new KernelException("cannot use libnftables: out of memory");
        }
        return new Nftables(calls, context);
    }

    private static Calls load(String library) {
        try {
            return Native.load(library, Calls.class);
        } catch (UnsatisfiedLinkError e) {
            throw new KernelException(
                    "cannot load " + library + ": install libnftables1 (Debian, Ubuntu) or nftables", e);
        }
    }

    /**
     * What a script came to.
     *
     * @param done whether the kernel took it, all of it; else none of it
     * @param text what it printed, or the first line of the error
     */
    record Outcome(boolean done, String text) {}

    Outcome run(String script) {
        if (calls.nft_run_cmd_from_buffer(context, script) == 0) {
            calls.nft_ctx_get_error_buffer(context);
            return new Outcome(true, calls.nft_ctx_get_output_buffer(context));
        }
        calls.nft_ctx_get_output_buffer(context);
        return new Outcome(false, firstLine(calls.nft_ctx_get_error_buffer(context)));
    }

    /** Asks whether the kernel would take the script, and changes nothing. */
    Outcome tryOut(String script) {
        calls.nft_ctx_set_dry_run(context, true);
        try {
            return run(script);
        } finally {
            calls.nft_ctx_set_dry_run(context, false);
        }
    }

    /** The same, with what it prints as JSON; a library that was built without JSON prints something else. */
    Outcome runForJson(String script) {
        calls.nft_ctx_output_set_flags(context, OUTPUT_AS_JSON);
        try {
            return run(script);
        } finally {
            calls.nft_ctx_output_set_flags(context, OUTPUT_AS_TEXT);
        }
    }

    /** Errors quote the script in the lines that follow, which is no news to anybody. */
    private static String firstLine(String error) {
        String line = error.lines().findFirst().orElse("no reason given");
        int at = line.indexOf("Error: ");
        return at < 0 ? line : line.substring(at + "Error: ".length());
    }

    @Override
    public void close() {
        calls.nft_ctx_free(context);
    }

    /** The functions of libnftables(3), as the library names them. */
    interface Calls extends Library {
        Pointer nft_ctx_new(int flags);

        void nft_ctx_free(Pointer context);

        int nft_ctx_buffer_output(Pointer context);

        int nft_ctx_buffer_error(Pointer context);

        String nft_ctx_get_output_buffer(Pointer context);

        String nft_ctx_get_error_buffer(Pointer context);

        void nft_ctx_set_dry_run(Pointer context, boolean dry);

        void nft_ctx_output_set_flags(Pointer context, int flags);

        int nft_run_cmd_from_buffer(Pointer context, String script);
    }
}
