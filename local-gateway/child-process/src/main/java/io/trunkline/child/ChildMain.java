package io.trunkline.child;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class in a child JVM, and halts that JVM when its standard input ends. The parent holds the other
 * end of that pipe and never writes to it; the operating system closes it however the parent ends, by kill -9 too.
 */
public final class ChildMain {
    private static final int ORPHANED = 86;

    private ChildMain() {}

    /** Arguments: the main class, then its own arguments. */
    public static void main(String[] arguments) throws Exception {
        ignoreInterrupts();
        Thread.ofPlatform().daemon().name("parent-watch").start(ChildMain::haltWhenOrphaned);
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * Ctrl-C reaches every process of the terminal; the parent ends its children itself, in order. By reflection, as
     * the compiler warns of every mention of this class of jdk.unsupported and cannot be told not to.
     */
    private static void ignoreInterrupts() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        signal.getMethod("handle", signal, handler)
                .invoke(
                        null,
                        signal.getConstructor(String.class).newInstance("INT"),
                        handler.getField("SIG_IGN").get(null));
    }

    private static void haltWhenOrphaned() {
        try {
            while (System.in.read() >= 0) {
                // the parent never writes; whatever came in here is of no interest
            }
        } catch (IOException e) {
            // a broken pipe says the same as its end
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}
