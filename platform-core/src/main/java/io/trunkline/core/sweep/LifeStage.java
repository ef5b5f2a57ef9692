package io.trunkline.core.sweep;

import java.time.Duration;

/** What is to be done about a connection now, as far as its row tells. */
sealed interface LifeStage {
    /** Past the two hours and their slack: the gateway has cut it, whatever the row says. */
    record Over() implements LifeStage {}

    /** Its token has expired and its client was told a grace ago. */
    record ToClose() implements LifeStage {}

    /**
     * Its token has expired, which its client is to be told.
     *
     * @param after from now to the close, at least
     */
    record ToTellExpiry(Duration after) implements LifeStage {}

    /**
     * It is to reconnect before the gateway cuts it.
     *
     * @param after from now to the moment meant for this connection
     */
    record ToTellReconnect(Duration after) implements LifeStage {}

    /**
     * Nothing, but that the gateway may hold it no more.
     *
     * @param askable whether it is old enough to be asked about
     */
    record Quiet(boolean askable) implements LifeStage {}
}
