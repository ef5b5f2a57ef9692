package io.trunkline.migration.mapping;

/** Why a record becomes no connection and no subscription. */
public enum UnmappedReason {
    UNREADABLE("it cannot be read"),
    NO_ID("it names no connection"),
    GHOST("it has no user"),
    EXPIRED("its time is over"),
    PRESENCE("it says that somebody is present; there is no socket behind it"),
    INACTIVE("it says that it is not active"),
    DUPLICATE("the same user connected again later"),
    ORPHAN("its connection is not among those that are moved"),
    STATE("it keeps a state, it is no subscription"),
    BAD_TIME("a time in it cannot be read"),
    UNKNOWN_TYPE("its entity type is none that the mapping knows"),
    UNPROVED("the older app let it in without a proof of who it is; it may give one in its first frame"),
    NO_VISITORS("it waits without saying who it is, and the tenant's file lets nobody wait so for its room"),
    VISIT_OVER("it waits without saying who it is, and has waited for as long as the tenant's file allows"),
    ROOM_FULL("as many others as the tenant's file allows wait in its room, and connected later"),
    BAD_VALUE("a value in it cannot be part of a key"),
    UNKNOWN_ROOM("its room is none that the mapping knows"),
    ROOM_REFUSED("its connection is carried over, but the room's rule does not let it in"),
    UNDECLARED("the tenant's file declares no such type, role or scope"),
    NO_ENDPOINT("it does not say which API holds it");

    private final String words;

    UnmappedReason(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
