package io.trunkline.migration.control;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lists that come in pages. */
final class Pages {
    /** Some items, and the token of the next page where there is one. */
    record Page<T>(List<T> items, @Nullable String next) {}

    /** One request, with the token of its page. */
    interface Request<T> {
        Page<T> page(@Nullable String token);
    }

    private Pages() {}

    static <T> List<T> all(Request<T> request) {
        List<T> all = new ArrayList<>();
        String token = null;
        do {
            Page<T> page = request.page(token);
            all.addAll(page.items());
            token = page.next();
        } while (token != null && !token.isEmpty());
        return all;
    }
}
