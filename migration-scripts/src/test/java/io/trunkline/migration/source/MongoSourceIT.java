package io.trunkline.migration.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a server of MongoDB's wire protocol, with 27 Manufacturing's documents. */
class MongoSourceIT {
    private static final MongoServer SERVER = new MongoServer(new MemoryBackend());
    private static String url = "";

    @BeforeAll
    static void start() {
        url = SERVER.bindAndGetConnectionString();
        try (MongoClient client = MongoClients.create(url)) {
            client.getDatabase("plant")
                    .getCollection("websocketConnections")
                    .insertMany(IntStream.range(0, 2_500)
                            .mapToObj(i -> new Document("connectionId", "J" + i + "=")
                                    .append("userId", new ObjectId("64b7f8a2c9e77a0012345678"))
                                    .append("role", "admin")
                                    .append("rooms", List.of("branch:b", "order:o"))
                                    .append("deviceId", null)
                                    .append("metadata", new Document("apiVersion", "1.0"))
                                    .append("expiresAt", Date.from(Instant.parse("2026-11-21T13:30:00Z"))))
                            .toList());
        }
    }

    @AfterAll
    static void stop() {
        SERVER.shutdownNow();
    }

    @Test
    void pages_hold_every_document_once_in_words_that_a_mapping_reads() {
        List<SourceRecord> all = new ArrayList<>();
        try (MongoSource source = new MongoSource(url, "plant", "websocketConnections")) {
            Optional<String> next = Optional.empty();
            do {
                SourcePage page = source.page(next);
                all.addAll(page.records());
                next = page.next();
            } while (next.isPresent());
        }

        assertThat(all).hasSize(2_500);
        assertThat(all)
                .extracting(record -> record.fields().path("connectionId").asText())
                .doesNotHaveDuplicates();
        SourceRecord first = all.getFirst();
        assertThat(first.fields().path("userId").asText()).isEqualTo("64b7f8a2c9e77a0012345678");
        assertThat(first.fields().path("expiresAt").asText()).isEqualTo("2026-11-21T13:30:00Z");
        assertThat(first.fields().path("rooms")).hasSize(2);
        assertThat(first.fields().has("deviceId")).isFalse();
        assertThat(first.fields().path("metadata").path("apiVersion").asText()).isEqualTo("1.0");
    }
}
