package io.trunkline.bench;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client of one durable room that does what the protocol asks of it: drops repeats by position, and asks again from
 * its last position for what is missing.
 */
final class Subscriber {
    private static final Pattern POSITION = Pattern.compile("\"position\":\"([^:\"]+):(\\d+)\"");

    private final CrowdSocket socket;
    private final String room;
    private final BitSet offsets = new BitSet();
    private String epoch = "";
    private int repeats;
    private boolean joined;
    private int asked;

    Subscriber(CrowdSocket socket, String room) {
        this.socket = socket;
        this.room = room;
        socket.listen(this::heard);
    }

    void join() {
        socket.send("{\"action\":\"subscribe\",\"id\":\"join\",\"room\":\"" + room + "\"}");
    }

    synchronized boolean hasJoined() {
        return joined;
    }

    private synchronized void heard(String frame) {
        boolean event = frame.startsWith("{\"type\":\"event\"");
        Matcher matcher = POSITION.matcher(frame);
        if (!event && frame.contains("\"id\":\"join\"")) {
            joined = frame.contains("\"ok\":true");
        }
        // an answer to history repeats events, each with its position, and ends with the history's own
        while (matcher.find()) {
            epoch = String.valueOf(matcher.group(1));
            int offset = Integer.parseInt(String.valueOf(matcher.group(2)));
            if (event || frame.contains("\"n\":")) {
                if (event && offsets.get(offset)) {
                    repeats++;
                }
                offsets.set(offset);
            }
        }
    }

    /** Whether it has the offsets 1 to {@code last}. */
    synchronized boolean hasAll(int last) {
        return offsets.nextClearBit(1) > last;
    }

    /** Asks for what follows the last event up to which it has all. */
    synchronized void ask() {
        asked++;
        int have = offsets.nextClearBit(1) - 1;
        String since = epoch.isEmpty() ? "" : ",\"since\":\"" + epoch + ":" + have + "\"";
        socket.send("{\"action\":\"history\",\"id\":\"ask\",\"room\":\"" + room + "\"" + since + ",\"limit\":500}");
    }

    synchronized int asked() {
        return asked;
    }

    /** Events that came more than once. */
    synchronized int repeats() {
        return repeats;
    }

    CrowdSocket socket() {
        return socket;
    }
}
