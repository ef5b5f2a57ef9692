package io.trunkline.local.demo;

import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import java.net.URI;

/** The platform that the story is played on. */
public interface DemoPlatform {
    /** Where the app's older clients connect. */
    URI door(AppKey app);

    /** Where native clients connect. */
    URI webSocket();

    /** The HTTP API. */
    URI http();

    /** What the app's own back end would have minted. */
    String token(AppKey app, EntityRef entity);

    /** A key of wizz's back end, for everything. */
    String apiKey();
}
