package io.trunkline.lambda.http;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What bodies look like, for the OpenAPI document alone: requests are read by the strict readers, and
 * {@code OpenApiTest} holds the two together. A nullable component may be left out.
 */
interface ApiSchemas {
    @Schema(name = "Address", description = "Exactly one of these.")
    record Address(
            @Nullable @Schema(example = "merchant/m-42") String entity,
            @Nullable @Schema(example = "driver") String type,
            @Nullable @Schema(example = "u-1") String user,
            @Nullable @Schema(example = "manager") String role,
            @Nullable @Schema(example = "order:o-9") String room) {}

    @Schema(name = "Publish", description = "An event, and exactly one of to and rooms.")
    record Publish(
            @Nullable Address to,

            @Nullable @Schema(description = "1 to 10 rooms by their names.", example = "[\"order:o-9\"]")
            List<String> rooms,

            @Schema(example = "order.created", pattern = "[A-Za-z0-9_.:-]{1,128}")
            String event,

            @Nullable @Schema(description = "Any JSON.", example = "{\"order\":\"o-9\"}")
            Object data,

            @Nullable @Schema(name = "wait", description = "Whether the answer tells whom it reached.")
            Boolean waits,

            @Nullable
            @Schema(description = "Whether whoever gets it is taken out of the room with it; needs exactly one room.")
            Boolean last,

            @Nullable
            @Schema(description = "The same within five minutes publishes once.", example = "order-o-9-created")
            String idempotencyKey) {}

    @Schema(name = "PublishBatch")
    record PublishBatch(
            @Schema(description = "1 to 100 events.") List<Publish> events) {}

    @Schema(name = "Receipt")
    record Receipt(int delivered, int gone, int throttled, int failed, boolean unreached) {}

    @Schema(name = "Published")
    record Published(
            @Schema(example = "01JD4Z7Q8X6M0V5T3N2B1A9C8D") String id,

            @Nullable @Schema(description = "By durable room.")
            Map<String, String> positions,

            @Nullable Receipt receipt) {}

    @Schema(name = "BatchOutcome", description = "What the event alone would have been answered, or its problem.")
    record BatchOutcome(
            @Nullable String id,
            @Nullable Map<String, String> positions,
            @Nullable Receipt receipt,
            @Nullable Problem error) {}

    @Schema(name = "BatchOutcomes")
    record BatchOutcomes(List<BatchOutcome> outcomes) {}

    @Schema(name = "Status")
    record Status(
            @Schema(example = "ok") String status,
            @Schema(example = "wizz") String tenant,

            @Nullable @Schema(example = "wizz.4f0c9a1be27d5536")
            String key,

            @Nullable @Schema(description = "Where the caller came with a token.", example = "orders")
            String service,

            List<String> scopes,
            Instant serverTime) {}

    @Schema(name = "Members")
    record Members(
            @Schema(example = "order:o-9") String room,
            @Schema(example = "[\"driver/d-7\"]") List<String> entities,

            @Nullable @Schema(description = "Values of scopes, where some are let in.", example = "[\"branch:b-1\"]")
            List<String> scopes,

            @Nullable @Schema(description = "What to send as cursor for the next page.")
            String next) {}

    @Schema(name = "TakenOut")
    record TakenOut(
            @Schema(description = "Live connections that were in the room.")
            int connections) {}

    @Schema(name = "Memberships")
    record Memberships(
            @Schema(description = "At most 100.", example = "[\"merchant/m-42\"]")
            List<String> entities,

            @Nullable
            @Schema(description = "Values of scopes, at most 100; none where absent.", example = "[\"branch:b-1\"]")
            List<String> scopes) {}

    @Schema(name = "UserMemberships")
    record UserMemberships(
            @Schema(example = "u-9") String user,
            @Schema(example = "[\"merchant/m-42\"]") List<String> entities,

            @Nullable @Schema(description = "Values of scopes, where there are some.", example = "[\"branch:b-1\"]")
            List<String> scopes) {}

    @Schema(name = "StatedTicket", description = "From a backend with the scope admin.")
    record StatedTicket(
            @Schema(example = "drivers") String app,
            @Schema(example = "u-7") String user,
            @Schema(example = "driver/d-7") String entity,
            @Nullable List<String> roles,

            @Nullable @Schema(example = "{\"branch\":[\"b-1\"]}")
            Map<String, List<String>> scopes,

            @Nullable
            @Schema(
                    name = "for",
                    description = "How long the connection may act: at most 1d, 1h where absent.",
                    example = "8h")
            String lasts) {}

    @Schema(name = "OwnTicket", description = "From a client, whose token is in Authorization.")
    record OwnTicket(
            @Nullable @Schema(example = "wizz/drivers") String app,

            @Nullable @Schema(description = "What the query would select among the client's entities.")
            Map<String, String> selection) {}

    @Schema(name = "IssuedTicket")
    record IssuedTicket(
            String ticket,
            @Schema(description = "30 seconds from now.") Instant usableUntil,
            @Schema(example = "wizz/drivers") String app,
            @Schema(example = "driver/d-7") String entity,

            @Schema(description = "When the connection that it opens can do no more.")
            Instant expiresAt) {}

    @Schema(name = "Logout", description = "May be left out altogether.")
    record Logout(
            @Nullable @Schema(description = "What the clients are told.", example = "password changed")
            String reason,

            @Nullable @Schema(description = "issued-before-now, all or none.", example = "all")
            String tokens,

            @Nullable
            @Schema(
                    description = "How long the tokens do not come back: seconds, or an ISO 8601 duration.",
                    example = "P7D")
            String revokeFor) {}

    @Schema(name = "LogoutReceipt")
    record LogoutReceipt(
            @Schema(description = "Sockets that were open and are not any more.")
            int closed,

            @Schema(description = "Rows without a socket, which were removed.")
            int ghosts,

            @Nullable @Schema(description = "Of those meant, who can still begin something.")
            Integer stillAbleToAct,

            @Nullable Instant revokedUntil,

            @Schema(description = "False where time ran out; the same request goes on.")
            boolean complete) {}

    @Schema(name = "Resume")
    record Resume(
            @Schema(description = "recovered, gap or epoch_changed.", example = "gap")
            String result,

            @Nullable List<Object> events,
            @Nullable String oldest,
            @Schema(example = "k3v9x2:17") String position,
            @Nullable Boolean more) {}

    @Schema(name = "RoomEvents")
    record RoomEvents(@Schema(example = "order:o-9") String room, Resume resume) {}

    @Schema(name = "Present")
    record Present(@Schema(example = "driver/d-7") String entity, int devices, Instant since) {}

    @Schema(name = "RoomPresence")
    record RoomPresence(
            @Schema(example = "order:o-9") String room,
            List<Present> entities,

            @Nullable @Schema(description = "What to send as cursor for the next page.")
            String next) {}

    @Schema(name = "Connection")
    record Connection(
            String connectionId,
            @Schema(example = "wizz/drivers") String app,
            @Schema(example = "driver/d-7") String entity,
            String user,
            List<String> roles,
            String dialect,
            @Nullable String platform,
            String endpoint,
            Instant connectedAt,
            Instant tokenExpiresAt,
            Instant endsAt) {}

    @Schema(name = "Connections")
    record Connections(
            @Schema(example = "user:u-1") String room,
            List<Connection> connections,

            @Nullable @Schema(description = "What to send as cursor for the next page.")
            String next) {}

    @Schema(name = "Problem", description = "RFC 9457.")
    record Problem(
            @Schema(example = "/errors/bad_field") String type,
            @Schema(example = "Bad field") String title,
            @Schema(example = "400") int status,
            String detail,

            @Schema(description = "From the catalogue, ERROR_CODES.md.")
            String code,

            @Schema(description = "Whether the same request may succeed later.")
            boolean retryable) {}

    @Schema(name = "Usage", description = "Messages as API Gateway bills them, units as DynamoDB does.")
    record Usage(
            @Nullable @Schema(description = "Of a period, not of the total.")
            Instant start,

            long connectionMinutes,
            long messagesIn,
            long messagesOut,
            long bytesIn,
            long bytesOut,
            double readUnits,
            long writeUnits) {}

    @Schema(name = "UsageReport")
    record UsageReport(Instant from, Instant to, List<Usage> periods, Usage total) {}
}
