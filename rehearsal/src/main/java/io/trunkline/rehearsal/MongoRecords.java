package io.trunkline.rehearsal;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** 27 Manufacturing's collection, behind a server of MongoDB's wire protocol. */
final class MongoRecords implements OlderRecords {
    static final String DATABASE = "manufacturing";

    private static final Duration LIFE = Duration.ofHours(2);
    private static final Duration AFTER_ITS_END = Duration.ofMinutes(5);

    private final MongoServer server = new MongoServer(new MemoryBackend());
    private final MongoClient client;
    private final MongoCollection<Document> documents;
    private final String url;

    MongoRecords() {
        this.url = server.bindAndGetConnectionString();
        this.client = MongoClients.create(url);
        this.documents = client.getDatabase(DATABASE).getCollection("websocketConnections");
        documents.createIndex(Indexes.ascending("connectionId"), new IndexOptions().unique(true));
    }

    /** {@code mongodb://…} */
    String url() {
        return url;
    }

    @Override
    public Change connected(String connection, Person person, Instant at) {
        Date now = Date.from(at);
        Document document = new Document("connectionId", connection)
                .append("userId", new ObjectId(person.user()))
                .append("userModel", "Manager")
                .append("branchId", new ObjectId(Manufacturing27Wire.BRANCH))
                .append("role", Manufacturing27Wire.ROLE)
                .append(
                        "rooms",
                        List.of(
                                "branch:" + Manufacturing27Wire.BRANCH,
                                "user:" + person.user(),
                                "role:" + Manufacturing27Wire.ROLE + ":" + Manufacturing27Wire.BRANCH))
                .append("platform", Manufacturing27Wire.PLATFORM)
                .append("deviceId", null)
                .append("status", "active")
                .append("lastActivity", now)
                .append("metadata", new Document("ipAddress", "127.0.0.1").append("apiVersion", "1.0"))
                .append("connectedAt", now)
                .append("disconnectedAt", null)
                .append("expiresAt", Date.from(at.plus(LIFE)))
                .append("createdAt", now)
                .append("updatedAt", now)
                .append("__v", 0);
        documents.insertOne(document);
        // the store puts the id first
        List<Row> written = new ArrayList<>();
        documents.find(Filters.eq("connectionId", connection)).forEach(stored -> written.add(row(stored)));
        return new Change(written, List.of());
    }

    @Override
    public Change disconnected(String connection, Instant at) {
        Bson end = Updates.combine(
                Updates.set("status", "disconnected"),
                Updates.set("disconnectedAt", Date.from(at)),
                Updates.set("expiresAt", Date.from(at.plus(AFTER_ITS_END))),
                Updates.set("updatedAt", Date.from(at)));
        @Nullable
        Document ended = documents.findOneAndUpdate(
                Filters.eq("connectionId", connection),
                end,
                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
        return new Change(
                Optional.ofNullable(ended).map(MongoRecords::row).stream().toList(), List.of());
    }

    @Override
    public boolean isThere(String connection) {
        return documents.countDocuments(
                        Filters.and(Filters.eq("connectionId", connection), Filters.eq("status", "active")))
                > 0;
    }

    @Override
    public List<String> connectionsOf(String user) {
        List<String> found = new ArrayList<>();
        documents
                .find(Filters.and(Filters.eq("userId", new ObjectId(user)), Filters.eq("status", "active")))
                .forEach(document -> found.add(document.getString("connectionId")));
        return found;
    }

    @Override
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        documents.find().forEach(document -> rows.add(row(document)));
        return rows;
    }

    private static Row row(Document document) {
        String connection = document.getString("connectionId");
        return new Row(connection, connection, document.toJson());
    }

    @Override
    public void close() {
        client.close();
        server.shutdownNow();
    }
}
