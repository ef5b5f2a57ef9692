package io.trunkline.core.wire;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The dialects that this build speaks, by name. */
public final class DialectRegistry {
    private final Map<String, WireDialect> byId;

    /** Throws {@link IllegalStateException} where two dialects share a name. */
    public DialectRegistry(Collection<WireDialect> dialects) {
        byId = dialects.stream().collect(Collectors.toUnmodifiableMap(WireDialect::id, Function.identity()));
    }

    /** Their names. */
    public Set<String> ids() {
        return byId.keySet();
    }

    public Optional<WireDialect> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The dialect of a stored connection; throws {@link IllegalStateException} where this build no longer has it. */
    public WireDialect require(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("no dialect " + id));
    }
}
