package io.trunkline.migration.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a server of MongoDB's wire protocol. */
class MongoSourceIT extends RecordSourceContractTest {
    private final MongoServer server = new MongoServer(new MemoryBackend());
    private final String url = server.bindAndGetConnectionString() + "/?serverSelectionTimeoutMS=500";
    private final MongoClient client = MongoClients.create(url);
    private final MongoCollection<Document> documents =
            client.getDatabase("plant").getCollection("websocketConnections");

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    @Override
    protected int many() {
        return 2 * RecordSource.PAGE + 100;
    }

    /** Every third id is a text, which MongoDB sorts before the others. */
    private static Document document(int number) {
        return new Document("_id", number % 3 == 0 ? "t" + number : new ObjectId()).append("n", number);
    }

    @Override
    protected Store store(int records) {
        client.getDatabase("plant").createCollection("websocketConnections");
        if (records > 0) {
            documents.insertMany(IntStream.range(0, records)
                    .mapToObj(MongoSourceIT::document)
                    .toList());
        }
        return new Store() {
            @Override
            public RecordSource open() {
                return new MongoSource(url, "plant", "websocketConnections");
            }

            @Override
            public void add(int number) {
                documents.insertOne(new Document("n", number));
            }

            @Override
            public void remove(int number) {
                documents.deleteOne(Filters.eq("n", number));
            }

            @Override
            public void addOdd() {
                documents.insertOne(new Document("blob", new Binary(new byte[] {0, -1})).append("nothing", null));
            }

            @Override
            public void vanish() {
                server.shutdownNow();
            }
        };
    }

    @Override
    protected RecordSource missing() {
        return new MongoSource(url, "plant", "nothing_here");
    }

    @Test
    void documents_become_words_that_a_mapping_reads() {
        documents.insertOne(new Document("userId", new ObjectId("64b7f8a2c9e77a0012345678"))
                .append("rooms", List.of("branch:b", "order:o"))
                .append("deviceId", null)
                .append("metadata", new Document("apiVersion", "1.0"))
                .append("expiresAt", Date.from(Instant.parse("2026-11-21T13:30:00Z"))));
        try (RecordSource source = new MongoSource(url, "plant", "websocketConnections")) {
            SourceRecord first = source.page(Optional.empty()).records().getFirst();

            assertThat(first.fields().path("userId").asText()).isEqualTo("64b7f8a2c9e77a0012345678");
            assertThat(first.fields().path("expiresAt").asText()).isEqualTo("2026-11-21T13:30:00Z");
            assertThat(first.fields().path("rooms")).hasSize(2);
            assertThat(first.fields().has("deviceId")).isFalse();
            assertThat(first.fields().path("metadata").path("apiVersion").asText())
                    .isEqualTo("1.0");
        }
    }
}
