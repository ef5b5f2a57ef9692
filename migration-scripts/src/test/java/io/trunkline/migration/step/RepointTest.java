package io.trunkline.migration.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.migration.OperatorException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepointTest {
    private static final GatewayEndpoint API = new GatewayEndpoint("a1", "dev");

    private final InMemoryPlanes planes = new InMemoryPlanes();
    private final Repoint repoint = new Repoint(planes.planes());
    private final List<JsonNode> changes = new ArrayList<>();

    RepointTest() {
        repoint.changes(API, "platform").forEach(changes::add);
    }

    @Test
    void the_permission_comes_first_and_the_deployment_last() {
        assertThat(changes)
                .extracting(change -> change.path("kind").asText())
                .containsExactly("permission", "integration", "deployment");
        assertThat(changes.get(1).path("routes")).hasSize(3);
    }

    @Test
    void each_change_is_told_before_it_is_made() {
        List<String> told = new ArrayList<>();
        repoint.apply(changes, (change, now) -> told.add(change.path("kind").asText() + " was " + now));

        assertThat(told).containsExactly("permission was absent", "integration was arn:old", "deployment was d1");
        assertThat(changes).allMatch(repoint::holds);
        assertThat(planes.everything()).contains(InMemoryPlanes.PLATFORM, "a1/*", "d2");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void killed_anywhere_it_goes_on_and_is_taken_back_to_what_it_was(int changesMade) {
        String before = planes.everything();
        planes.dieAfter(changesMade);
        assertThatThrownBy(() -> repoint.apply(changes, (change, now) -> {})).hasMessage("killed");
        planes.dieAfter(Integer.MAX_VALUE);
        repoint.requireBefore(changes);
        repoint.apply(changes, (change, now) -> {});
        assertThat(changes).allMatch(repoint::holds);

        planes.dieAfter(changesMade);
        assertThatThrownBy(() -> repoint.takeBack(changes, (change, now) -> {})).hasMessage("killed");
        planes.dieAfter(Integer.MAX_VALUE);
        repoint.takeBack(changes, (change, now) -> {});

        assertThat(planes.everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void killed_anywhere_it_can_be_taken_back_at_once(int changesMade) {
        String before = planes.everything();
        planes.dieAfter(changesMade);
        assertThatThrownBy(() -> repoint.apply(changes, (change, now) -> {})).hasMessage("killed");
        planes.dieAfter(Integer.MAX_VALUE);

        repoint.takeBack(changes, (change, now) -> {});

        assertThat(planes.everything()).isEqualTo(before);
    }

    @Test
    void what_somebody_else_has_changed_since_the_plan_is_left_alone() {
        planes.changeElsewhere("arn:other");

        assertThatThrownBy(() -> repoint.requireBefore(changes))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("is arn:other; the plan says that it was arn:old");
    }
}
