package io.trunkline.local.ws;

import java.time.Instant;

/** Something whose time runs out. */
interface Expiring {
    /** Ends itself if its time has come. Any thread may call, also after the end. */
    void expireIfDue(Instant now);
}
