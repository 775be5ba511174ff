package io.arpfailover.agent.loop;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by which a daemon is told to read its configuration again.
 *
 * <p>Every JDK has sun.misc.Signal for it (module jdk.unsupported, JEP 260 keeps it), and no other way that a JVM with
 * threads of its own could follow: signalfd(2) needs the signal blocked in all of them. The compiler warns of that class
 * and cannot be told not to, so it is looked up when the program runs; without it there is still {@code reload}.
 */
final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /** Runs this at each SIGHUP, on a thread of the JVM's; it must not take long. */
    static void listen(Runnable listener) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangUp, proxy(handler, listener));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("signal=HUP because=\"{}\" so=\"use 'failover-agent reload'\"", e.toString());
        }
    }

    private static Object proxy(Class<?> handler, Runnable listener) {
        InvocationHandler calls = (self, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                listener.run();
                yield null;
            }
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "SIGHUP";
        };
        return Proxy.newProxyInstance(HangUp.class.getClassLoader(), new Class<?>[] {handler}, calls);
    }
}
