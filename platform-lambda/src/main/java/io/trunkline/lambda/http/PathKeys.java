package io.trunkline.lambda.http;

import io.trunkline.core.app.Standing;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import java.util.Optional;
import java.util.function.Function;

/** Names in paths and queries; throws {@link BadRequestException} with {@code bad_room} on what is none. */
final class PathKeys {
    private static final int MAX_PAGE = 1000;

    private PathKeys() {}

    static RoomName room(String text) {
        return read(text, RoomName::parse);
    }

    static EntityRef entity(String text) {
        return read(text, EntityRef::parse);
    }

    /** An entity, {@code driver/d-7}, or a scope's value, {@code branch:b-1}. */
    static Standing standing(String text) {
        return read(text, Standing::parse);
    }

    static String user(String text) {
        return read(text, id -> new RoomName.User(id).id());
    }

    /** {@code limit}, from 1 to 1,000; {@code otherwise} where it is not given. */
    static int limit(Optional<String> text, int otherwise) {
        return text.map(given -> {
                    int limit = given.matches("[0-9]{1,4}") ? Integer.parseInt(given) : 0;
                    if (limit < 1 || limit > MAX_PAGE) {
                        throw PublishRequestReader.badField("limit must be a whole number from 1 to " + MAX_PAGE);
                    }
                    return limit;
                })
                .orElse(otherwise);
    }

    private static <T> T read(String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (MalformedKeyException e) {
            throw new BadRequestException(new Rejection(RejectionCode.BAD_ROOM, String.valueOf(e.getMessage())));
        }
    }
}
