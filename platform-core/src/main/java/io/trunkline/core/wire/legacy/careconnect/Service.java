package io.trunkline.core.wire.legacy.careconnect;

/** The endpoints of the older back end that a client may be made for: what differs by them and nothing else. */
enum Service {
    REAL_TIME("careconnect", "Connected to CareConnect real-time service"),
    CALLS("careconnect-calls", "Connected to CareConnect call service");

    private final String dialect;
    private final String greeting;

    Service(String dialect, String greeting) {
        this.dialect = dialect;
        this.greeting = greeting;
    }

    String dialect() {
        return dialect;
    }

    String greeting() {
        return greeting;
    }
}
