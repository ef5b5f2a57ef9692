package io.trunkline.migration.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.control.ControlPlanes;
import io.trunkline.migration.control.HealthPlane;
import io.trunkline.migration.control.StackPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CleanupResourcesTest {
    private static final GatewayEndpoint API = new GatewayEndpoint("a1", "dev");

    private final InMemoryPlanes planes = new InMemoryPlanes();
    private final List<String> kept = new ArrayList<>();
    private final List<JsonNode> changes = new ArrayList<>();

    @BeforeEach
    void lead() {
        planes.changeElsewhere(
                InMemoryPlanes.PLATFORM.replace(":function:platform", ":function:older") + "/invocations");
        Repoint repoint = new Repoint(planes.planes());
        repoint.changes(API, "platform", List.of()).forEach(changes::add);
        repoint.apply(changes, (change, now) -> {}, change -> {});
    }

    @Test
    void the_api_its_permission_and_the_function_that_it_led_to_go_in_this_order() {
        List<CleanupResources.Doomed> doomed = new CleanupResources(planes.planes()).doomed(changes, API, kept::add);

        assertThat(doomed)
                .extracting(CleanupResources.Doomed::what)
                .containsExactly("API a1", "permission platform trunkline-migrate-a1", "function older");
        doomed.forEach(one -> one.removal().run());
        assertThat(planes.everything()).contains("[API a1, function older]").doesNotContain("a1/*");
        assertThat(kept).isEmpty();
    }

    @Test
    void a_function_that_another_api_may_call_stays() {
        planes.permit("older", "other", "arn:aws:execute-api:us-east-1:111122223333:b2/*");

        assertThat(new CleanupResources(planes.planes()).doomed(changes, API, kept::add))
                .extracting(CleanupResources.Doomed::what)
                .doesNotContain("function older");
        assertThat(kept).singleElement().asString().startsWith("the function older stays: it may be called by");
    }

    @Test
    void what_a_stack_owns_is_that_stack_s_to_remove() {
        ControlPlanes owned = new ControlPlanes(
                "111122223333",
                "us-east-1",
                planes,
                planes,
                physicalId -> Optional.of(new StackPlane.Owner("legacy", "WebSocketApi")),
                HealthPlane.NONE);

        assertThatThrownBy(() -> new CleanupResources(owned).doomed(changes, API, kept::add))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("the API a1 is WebSocketApi of the stack legacy");
    }

    @Test
    void a_plan_that_led_nothing_here_dooms_nothing() {
        assertThat(new CleanupResources(planes.planes()).doomed(List.of(), API, kept::add))
                .isEmpty();
    }
}
