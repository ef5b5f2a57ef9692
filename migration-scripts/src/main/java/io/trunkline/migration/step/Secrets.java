package io.trunkline.migration.step;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What looks like a secret, by its name or by itself: no report shows it, and no plan or journal keeps it. */
final class Secrets {
    private static final Pattern NAME = Pattern.compile(
            ".*(SECRET|PASSWORD|PASSWD|PWD|TOKEN|API_?KEY|ACCESS_?KEY|MONGO(DB)?_UR[IL]|DATABASE_URL|CONNECTION_STRING"
                    + "|CREDENTIAL|PRIVATE).*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern VALUE = Pattern.compile("AKIA[0-9A-Z]{16}"
            + "|-----BEGIN [A-Z ]*PRIVATE KEY-----"
            // a user's name and password before a host
            + "|[a-z][a-z0-9+.-]*://[^/\\s@]*:[^/\\s@]+@"
            + "|eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\."
            + "|(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{8,}"
            + "|gh[pousr]_[A-Za-z0-9]{20,}"
            + "|tlk_[a-z0-9-]+\\."
            + "|[?&](?:token|key|api_?key|sig|signature|X-Amz-Signature|secret|password|code)=.");
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/_=]{20,}");
    private static final Pattern TURN = Pattern.compile("(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])");
    /** A name with a year in it has two. */
    private static final int TURNS = 4;

    private Secrets() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether a text has a form that keys and tokens have, or a run of letters and digits that nobody would choose. */
    static boolean isValue(String value) {
        if (VALUE.matcher(value).find()) {
            return true;
        }
        Matcher runs = RUN.matcher(value);
        while (runs.find()) {
            if (TURN.matcher(runs.group()).results().count() >= TURNS) {
                return true;
            }
        }
        return false;
    }
}
