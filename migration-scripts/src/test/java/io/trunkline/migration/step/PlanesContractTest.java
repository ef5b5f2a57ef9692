package io.trunkline.migration.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.migration.control.ApiPlane;
import io.trunkline.migration.control.ControlPlanes;
import io.trunkline.migration.control.FunctionPlane;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What every implementation of {@link ApiPlane} and {@link FunctionPlane} does, as far as a migration relies on it. The
 * gateway's own control planes are held to the same words by ControlPlanesTest of the rehearsal.
 */
public abstract class PlanesContractTest {
    /** The planes of one account, with an API and a function of this test alone. */
    protected abstract ControlPlanes planes();

    /** An API with the routes {@code $connect}, {@code $disconnect} and {@code $default} on one integration. */
    protected abstract String api();

    /** A function that nothing may call yet; it has variables. */
    protected abstract String function();

    @Test
    void an_integration_is_led_elsewhere_and_nothing_else_of_it_changes() {
        ApiPlane apis = planes().apis();
        List<ApiPlane.Route> routes = apis.routes(api());
        ApiPlane.Integration before = apis.integrations(api()).getFirst();
        String elsewhere = before.uri() + "/elsewhere";

        apis.lead(api(), before.id(), elsewhere);

        assertThat(apis.integrations(api()))
                .containsExactly(new ApiPlane.Integration(
                        before.id(), before.type(), elsewhere, before.method(), before.credentials()));
        assertThat(apis.routes(api())).containsExactlyInAnyOrderElementsOf(routes);
        assertThat(routes.stream().map(ApiPlane.Route::key).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("$connect", "$disconnect", "$default");
    }

    @Test
    protected void a_deployment_is_found_by_its_words_served_and_forgotten_twice() {
        ApiPlane apis = planes().apis();
        String stage = apis.stages(api()).getFirst().name();
        Optional<String> before = apis.stages(api()).getFirst().deployment();

        String made = apis.deploy(api(), "these words");
        assertThat(apis.deployment(api(), "these words")).contains(made);
        assertThat(apis.deployment(api(), "other words")).isEmpty();
        apis.serve(api(), stage, made);
        assertThat(apis.stages(api()).getFirst().deployment()).contains(made);

        String other = apis.deploy(api(), "another");
        apis.serve(api(), stage, before.orElse(other));
        apis.forget(api(), made);
        apis.forget(api(), made);
        assertThat(apis.deployment(api(), "these words")).isEmpty();
    }

    @Test
    protected void a_permission_is_given_once_and_taken_out_twice() {
        FunctionPlane functions = planes().functions();
        assertThat(functions.permissions(function())).isEmpty();

        functions.permit(function(), "migrate", "arn:aws:execute-api:us-east-1:123456789012:" + api() + "/*");
        functions.permit(function(), "migrate", "arn:aws:execute-api:us-east-1:123456789012:" + api() + "/*");

        assertThat(functions.permissions(function()))
                .containsExactly(new FunctionPlane.Statement(
                        "migrate",
                        "apigateway.amazonaws.com",
                        "arn:aws:execute-api:us-east-1:123456789012:" + api() + "/*"));
        functions.forbid(function(), "migrate");
        functions.forbid(function(), "migrate");
        assertThat(functions.permissions(function())).isEmpty();
    }

    @Test
    void a_variable_is_set_where_it_is_what_it_is_expected_to_be() {
        FunctionPlane functions = planes().functions();

        assertThat(functions.set(function(), "ENDPOINT", Optional.of("new"), now -> now.equals(Optional.of("old"))))
                .isFalse();
        assertThat(functions.variable(function(), "ENDPOINT")).isEmpty();
        assertThat(functions.set(function(), "ENDPOINT", Optional.of("new"), Optional::isEmpty))
                .isTrue();
        assertThat(functions.variable(function(), "ENDPOINT")).contains("new");
        assertThat(functions.set(function(), "ENDPOINT", Optional.empty(), Optional::isPresent))
                .isTrue();
        assertThat(functions.variable(function(), "ENDPOINT")).isEmpty();
    }

    @Test
    void what_is_not_there_is_empty_and_what_is_removed_is_gone() {
        ControlPlanes planes = planes();
        assertThat(planes.apis().api("nobody")).isEmpty();
        assertThat(planes.functions().function("nobody")).isEmpty();

        planes.functions().remove(function());
        planes.functions().remove(function());
        planes.apis().delete(api());
        planes.apis().delete(api());

        assertThat(planes.functions().function(function())).isEmpty();
        assertThat(planes.apis().api(api())).isEmpty();
    }
}
