package io.trunkline.lambda.http;

import io.micronaut.http.HttpRequest;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.policy.PolicyVerdict;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a GET asks for; throws {@link BadRequestException} that names the first that is wrong. */
final class ReadRequest {
    private final HttpRequest<?> request;

    /** @param known the query parameters that the route has; any other is refused, as it would be a mistyped one */
    ReadRequest(HttpRequest<?> request, Set<String> known) {
        this.request = request;
        request.getParameters().names().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(_ -> {
                    throw PublishRequestReader.badField("the parameters here are "
                            + String.join(", ", known.stream().sorted().toList()));
                });
    }

    /** The tenant of the caller's key. */
    static Tenant tenant(AppRegistry registry, TenantId id) {
        return registry.activeTenant(id)
                .orElseThrow(() -> new BadRequestException(Rejection.of(RejectionCode.FORBIDDEN_TENANT)));
    }

    /** A room that somebody of the tenant could be in. */
    static RoomName room(RoomPolicy policy, Tenant tenant, String text) {
        RoomName room;
        try {
            room = RoomName.parse(text);
        } catch (MalformedKeyException e) {
            throw new BadRequestException(new Rejection(RejectionCode.BAD_ROOM, String.valueOf(e.getMessage())));
        }
        return switch (policy.mayPublishFromBackend(tenant, room)) {
            case PolicyVerdict.Allowed() -> room;
            case PolicyVerdict.Denied(var rejection) ->
                throw new BadRequestException(new Rejection(RejectionCode.NOT_FOUND, rejection.message()));
        };
    }

    Optional<String> text(String name) {
        List<String> values = request.getParameters().getAll(name);
        if (values.size() > 1) {
            throw PublishRequestReader.badField(name + " must be given once");
        }
        return values.stream().findFirst();
    }

    /** The whole number from 1 to {@code most}, or {@code usual} where there is none. */
    int number(String name, int most, int usual) {
        return text(name)
                .map(text -> {
                    if (!text.matches("[1-9][0-9]{0,8}") || Integer.parseInt(text) > most) {
                        throw PublishRequestReader.badField(name + " must be a whole number from 1 to " + most);
                    }
                    return Integer.parseInt(text);
                })
                .orElse(usual);
    }

    Optional<Position> since() {
        return text("since").map(text -> Position.parse(text)
                .orElseThrow(() ->
                        PublishRequestReader.badField("since must be a position as the server gave it, epoch:offset")));
    }
}
