package io.trunkline.core.app;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code platforms} and {@code sessions} of an app. */
final class SessionRulesReader {
    private SessionRulesReader() {}

    static SessionRules read(DefinitionNode app) {
        Set<String> platforms = new LinkedHashSet<>();
        for (DefinitionNode platform : app.get("platforms").elements()) {
            platform.text().ifPresent(name -> {
                if (!name.matches("[A-Za-z0-9_.-]{1,32}")) {
                    platform.problem("must be 1 to 32 letters, digits, '_', '.' or '-'");
                } else if (!platforms.add(name)) {
                    platform.problem("names the platform '" + name + "' twice");
                }
            });
        }
        DefinitionNode sessions = app.get("sessions");
        boolean single = !sessions.isMissing()
                && sessions.oneOf(Set.of("many", "single"))
                        .filter("single"::equals)
                        .isPresent();
        return new SessionRules(List.copyOf(platforms), single);
    }
}
