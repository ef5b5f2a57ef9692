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
        repoint.changes(API, "platform", List.of("older:TABLE=newer-table", "older:PUSH_URL=https://api.example.com"))
                .forEach(changes::add);
    }

    @Test
    void the_permission_comes_first_and_the_deployment_last() {
        assertThat(changes)
                .extracting(change -> change.path("kind").asText())
                .containsExactly("permission", "environment", "environment", "integration", "deployment");
        assertThat(changes.get(3).path("routes")).hasSize(3);
    }

    @Test
    void each_change_is_told_before_it_is_made() {
        List<String> told = new ArrayList<>();
        List<String> done = new ArrayList<>();
        repoint.apply(
                changes,
                (change, now) -> told.add(change.path("kind").asText() + " was " + now),
                change -> done.add(change.path("id").asText()));

        assertThat(told)
                .containsExactly(
                        "permission was absent",
                        "environment was TABLE=older-table",
                        "environment was PUSH_URL is not set",
                        "integration was arn:old",
                        "deployment was d1");
        assertThat(done).hasSize(5).contains("older PUSH_URL");
        assertThat(changes).allMatch(repoint::holds);
        assertThat(planes.everything()).contains(InMemoryPlanes.PLATFORM, "a1/*", "d2", "newer-table");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void killed_anywhere_it_goes_on_and_is_taken_back_to_what_it_was(int changesMade) {
        String before = planes.everything();
        planes.dieAfter(changesMade);
        assertThatThrownBy(() -> repoint.apply(changes, (change, now) -> {}, change -> {}))
                .hasMessage("killed");
        planes.dieAfter(Integer.MAX_VALUE);
        repoint.requireBefore(changes);
        repoint.apply(changes, (change, now) -> {}, change -> {});
        assertThat(changes).allMatch(repoint::holds);

        planes.dieAfter(changesMade);
        assertThatThrownBy(() -> repoint.takeBack(changes, (change, now) -> {}, change -> {}))
                .hasMessage("killed");
        planes.dieAfter(Integer.MAX_VALUE);
        repoint.takeBack(changes, (change, now) -> {}, change -> {});

        assertThat(planes.everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void killed_anywhere_it_can_be_taken_back_at_once(int changesMade) {
        String before = planes.everything();
        planes.dieAfter(changesMade);
        assertThatThrownBy(() -> repoint.apply(changes, (change, now) -> {}, change -> {}))
                .hasMessage("killed");
        planes.dieAfter(Integer.MAX_VALUE);

        repoint.takeBack(changes, (change, now) -> {}, change -> {});

        assertThat(planes.everything()).isEqualTo(before);
    }

    @Test
    void what_somebody_else_has_changed_since_the_plan_is_left_alone() {
        planes.changeElsewhere("arn:other");

        assertThatThrownBy(() -> repoint.requireBefore(changes))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("is arn:other; the plan says that it was arn:old");
    }

    @Test
    void a_variable_that_somebody_else_sets_at_the_same_moment_is_left_alone_and_its_value_is_not_told() {
        planes.setElsewhere("TABLE", "somebody's");

        assertThatThrownBy(() -> repoint.requireBefore(changes))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("TABLE has another value; the plan says that it was TABLE=older-table");
        assertThatThrownBy(() -> repoint.apply(changes, (change, now) -> {}, change -> {}))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("has just changed TABLE of older");
        assertThat(planes.everything()).contains("somebody's");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "older:JWT_SECRET=x",
                "older:URL=https://user:word@example.com",
                "older:KEY_OF=a1b2c3d4e5f6a7b8c9d0",
                "older:AWS_REGION=eu-west-1",
                "older:NAME",
                "arn:aws:lambda:us-east-1:111122223333:function:older:NAME=x"
            })
    void what_looks_like_a_secret_or_is_no_variable_to_set_is_in_no_plan(String wish) {
        assertThatThrownBy(() -> repoint.changes(API, "platform", List.of(wish)))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith("--set-env: ");
    }

    @Test
    void what_stands_there_and_looks_like_a_secret_is_in_no_plan() {
        planes.setElsewhere("URL", "mongodb://user:word@example.com/app");

        assertThatThrownBy(() -> repoint.changes(API, "platform", List.of("older:URL=https://example.com")))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("looks like a secret")
                .hasMessageNotContaining("word");
    }
}
