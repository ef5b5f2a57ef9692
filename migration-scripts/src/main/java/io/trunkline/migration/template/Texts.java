package io.trunkline.migration.template;

import io.trunkline.migration.OperatorException;
import java.util.regex.Pattern;

/** Words and colours of the commands. */
final class Texts {
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String CYAN = "\u001b[36m";
    private static final String OFF = "\u001b[0m";

    private Texts() {}

    static String counted(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** A line of a diff in the colours that git uses. */
    static String coloured(String line) {
        if (line.startsWith("-")) {
            return RED + line + OFF;
        }
        if (line.startsWith("+")) {
            return GREEN + line + OFF;
        }
        return line.startsWith("@@") ? CYAN + line + OFF : line;
    }

    /** A door's host name, without scheme and path. */
    static String host(String door) {
        if (!HOST.matcher(door).matches()) {
            throw new OperatorException(
                    "--door is a host name in lower case, without wss:// and path, such as" + " orders.ws.example.com");
        }
        return door;
    }
}
