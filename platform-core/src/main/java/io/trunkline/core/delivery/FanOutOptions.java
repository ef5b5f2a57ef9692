package io.trunkline.core.delivery;

import java.time.Duration;

/**
 * The bounds of a fan-out.
 *
 * @param pageSize subscriptions a query; also sets how many connections may wait for another try, twice this
 * @param parallelPosts posts in flight at once, over all deliveries of one {@link FanOut}
 * @param parallelPrunes connections pruned at once, over all deliveries of one {@link FanOut}
 * @param maxTries posts to one connection at most, the first included
 * @param backoffBase upper end of the wait before the second try; it doubles with each try
 * @param backoffCap upper end of any wait between tries
 * @param postTimeout for one post; less where the deadline is nearer
 * @param reserve no post, page or prune starts with less than this left before the deadline
 * @param youth a connection younger than this is not pruned by one 410, as API Gateway answers 410 until a connection's
 *     own $connect is done (reported by users, not documented)
 * @param youngRetryDelay wait before such a connection is tried again
 * @param postsPerSecond posts a second, over all deliveries of one {@link FanOut}; 0 for no bound
 */
public record FanOutOptions(
        int pageSize,
        int parallelPosts,
        int parallelPrunes,
        int maxTries,
        Duration backoffBase,
        Duration backoffCap,
        Duration postTimeout,
        Duration reserve,
        Duration youth,
        Duration youngRetryDelay,
        int postsPerSecond) {
    public static final FanOutOptions DEFAULTS = new FanOutOptions(
            1000,
            64,
            8,
            5,
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            0);

    public FanOutOptions {
        if (pageSize < 1 || parallelPosts < 1 || parallelPrunes < 1 || maxTries < 1 || postsPerSecond < 0) {
            throw new IllegalArgumentException("a fan-out's page size, bounds and tries are at least 1");
        }
        if (!backoffBase.isPositive() || !backoffCap.isPositive() || !postTimeout.isPositive()) {
            throw new IllegalArgumentException("a fan-out's backoff and post time-out are longer than zero");
        }
        if (reserve.isNegative() || youth.isNegative() || youngRetryDelay.isNegative()) {
            throw new IllegalArgumentException("a fan-out's reserve, youth and retry delay are not negative");
        }
    }

    public FanOutOptions withPageSize(int size) {
        return with(size, parallelPosts, postsPerSecond);
    }

    public FanOutOptions withParallelPosts(int posts) {
        return with(pageSize, posts, postsPerSecond);
    }

    public FanOutOptions withPostsPerSecond(int posts) {
        return with(pageSize, parallelPosts, posts);
    }

    private FanOutOptions with(int size, int posts, int perSecond) {
        return new FanOutOptions(
                size,
                posts,
                parallelPrunes,
                maxTries,
                backoffBase,
                backoffCap,
                postTimeout,
                reserve,
                youth,
                youngRetryDelay,
                perSecond);
    }
}
