package io.trunkline.local.route;

import io.trunkline.local.event.HandshakeRequest;
import java.util.List;
import java.util.Map;

/** One place of an upgrade request that must hold a value before an authorizer is asked. */
public sealed interface IdentitySource {
    /** {@code route.request.header.NAME}; the name's case does not matter. */
    record Header(String name) implements IdentitySource {
        @Override
        public boolean isIn(HandshakeRequest request) {
            return request.headers().entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .anyMatch(header -> hasValue(header.getValue()));
        }
    }

    /** {@code route.request.querystring.NAME}. */
    record QueryParameter(String name) implements IdentitySource {
        @Override
        public boolean isIn(HandshakeRequest request) {
            Map<String, List<String>> query = request.query();
            return hasValue(query.getOrDefault(name, List.of()));
        }
    }

    boolean isIn(HandshakeRequest request);

    private static boolean hasValue(List<String> values) {
        return values.stream().anyMatch(value -> !value.isBlank());
    }
}
