package io.trunkline.migration.control;

import java.util.List;
import java.util.Optional;

/** What the account says of the platform's health, as a verify asks it. */
public interface HealthPlane {
    /** None: what runs on this machine has neither alarms nor roles. */
    HealthPlane NONE = new HealthPlane() {
        @Override
        public Optional<List<String>> alarms(String prefix) {
            return Optional.empty();
        }

        @Override
        public Optional<Boolean> mayPost(String function, String resource) {
            return Optional.empty();
        }
    };

    /** Names of the alarms that begin with {@code prefix} and are in ALARM; empty where nobody answers that. */
    Optional<List<String>> alarms(String prefix);

    /**
     * Whether the role of {@code function} may call @connections of {@code resource}, an ARN of execute-api; empty
     * where nobody answers that.
     */
    Optional<Boolean> mayPost(String function, String resource);
}
