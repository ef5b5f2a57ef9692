package io.trunkline.migration.template.rewrite;

import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.AppKey;
import java.util.Optional;
import java.util.Set;

/**
 * What is to become of a template.
 *
 * @param app whose template it is, as registered with the platform
 * @param ecosystem the first part of the platform's names
 * @param step how far to go
 * @param door the app's own host name, where it has one; else the address names the app
 * @param defaultStage the stage whose SSM names become the defaults of new parameters; none leaves them to the deploy
 * @param apis logical ids of the WebSocket APIs to take out; all of them where empty
 * @param tables logical ids of further tables that only the connections need
 * @param alsoRemove logical ids of further resources to take out
 * @param keep logical ids that stay, whatever else would be decided
 * @param known logical ids that plugins or macros make
 */
public record RewriteOptions(
        AppKey app,
        String ecosystem,
        RewriteStep step,
        Optional<String> door,
        Optional<String> defaultStage,
        Set<String> apis,
        Set<String> tables,
        Set<String> alsoRemove,
        Set<String> keep,
        Set<String> known) {
    public RewriteOptions {
        apis = Set.copyOf(apis);
        tables = Set.copyOf(tables);
        alsoRemove = Set.copyOf(alsoRemove);
        keep = Set.copyOf(keep);
        known = Set.copyOf(known);
    }

    /** The usual rewrite of an app's template. */
    public static RewriteOptions of(AppKey app) {
        return new RewriteOptions(
                app,
                TableLayout.DEFAULT_ECOSYSTEM,
                RewriteStep.MOVE,
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of());
    }

    public RewriteOptions with(RewriteStep other) {
        return new RewriteOptions(app, ecosystem, other, door, defaultStage, apis, tables, alsoRemove, keep, known);
    }
}
