package io.trunkline.local.ws;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The end of sockets. */
final class Sockets {
    private Sockets() {}

    /** Closes the socket in {@code grace}, in real time, unless the client does so before. On the event loop only. */
    static void closeAfter(Channel channel, Duration grace) {
        var timer = channel.eventLoop()
                .schedule(
                        () -> {
                            var _ = channel.close();
                        },
                        grace.toMillis(),
                        TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
    }
}
