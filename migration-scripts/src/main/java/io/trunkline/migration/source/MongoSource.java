package io.trunkline.migration.source;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** A MongoDB collection in the order of {@code _id}; a page starts after an id. Object ids become their hex text. */
public final class MongoSource implements RecordSource {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonWriterSettings EXACT =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    /** The order of ids of several types, as MongoDB sorts them; a comparison finds those of one type alone. */
    private static final List<List<BsonType>> ORDER = List.of(
            List.of(BsonType.INT32, BsonType.INT64, BsonType.DOUBLE, BsonType.DECIMAL128),
            List.of(BsonType.STRING),
            List.of(BsonType.DOCUMENT),
            List.of(BsonType.BINARY),
            List.of(BsonType.OBJECT_ID),
            List.of(BsonType.BOOLEAN),
            List.of(BsonType.DATE_TIME));

    private final MongoClient client;
    private final MongoDatabase database;
    private final MongoCollection<BsonDocument> documents;
    private final String collection;

    /** @param url {@code mongodb://…} */
    public MongoSource(String url, String database, String collection) {
        this.client = MongoClients.create(url);
        this.collection = collection;
        this.database = client.getDatabase(database);
        this.documents = this.database.getCollection(collection, BsonDocument.class);
    }

    @Override
    public SourcePage page(Optional<String> from) {
        List<BsonDocument> found = new ArrayList<>();
        try {
            if (from.isEmpty() && !isThere()) {
                throw new SourceException(
                        "there is no collection " + collection + " in the database " + database.getName());
            }
            documents
                    .find(from.map(MongoSource::after).orElseGet(Filters::empty))
                    .sort(Sorts.ascending("_id"))
                    .limit(PAGE)
                    .into(found);
        } catch (MongoException e) {
            throw new SourceException("the collection " + collection + " cannot be read: " + e.getMessage(), e);
        }
        return new SourcePage(
                found.stream().map(this::record).toList(),
                found.size() == PAGE
                        ? Optional.of(new BsonDocument("_id", found.getLast().get("_id")).toJson(EXACT))
                        : Optional.empty());
    }

    /** A name that is not there reads as an empty collection, and a migration of nothing looks well. */
    private boolean isThere() {
        return database.listCollectionNames().into(new ArrayList<>()).contains(collection);
    }

    /** What is sorted behind an id: the greater ones of its own type, and those of types that come later. */
    private static Bson after(String cursor) {
        BsonValue id = Objects.requireNonNull(BsonDocument.parse(cursor).get("_id"), "a cursor names an id");
        List<Bson> later = new ArrayList<>(List.of(Filters.gt("_id", id)));
        int own = 0;
        while (own < ORDER.size() && !ORDER.get(own).contains(id.getBsonType())) {
            own++;
        }
        for (List<BsonType> types : ORDER.subList(Math.min(own + 1, ORDER.size()), ORDER.size())) {
            types.forEach(type -> later.add(Filters.type("_id", type)));
        }
        return Filters.or(later);
    }

    private SourceRecord record(BsonDocument document) {
        ObjectNode fields = fields(document);
        return new SourceRecord(collection + " _id=" + fields.path("_id").asText(), fields);
    }

    private static ObjectNode fields(BsonDocument document) {
        ObjectNode fields = JSON.createObjectNode();
        document.forEach((name, value) -> put(fields.putArray(name), value));
        document.keySet().forEach(name -> {
            ArrayNode one = (ArrayNode) fields.get(name);
            if (one.isEmpty()) {
                fields.remove(name);
            } else {
                fields.set(name, one.get(0));
            }
        });
        return fields;
    }

    /** Adds the value, or nothing for what is null or binary. */
    private static void put(ArrayNode to, BsonValue value) {
        switch (value.getBsonType()) {
            case STRING -> to.add(value.asString().getValue());
            case OBJECT_ID -> to.add(value.asObjectId().getValue().toHexString());
            case DATE_TIME ->
                to.add(Instant.ofEpochMilli(value.asDateTime().getValue()).toString());
            case BOOLEAN -> to.add(value.asBoolean().getValue());
            case INT32 -> to.add(value.asInt32().getValue());
            case INT64 -> to.add(value.asInt64().getValue());
            case DOUBLE -> to.add(value.asDouble().getValue());
            case DOCUMENT -> to.add(fields(value.asDocument()));
            case ARRAY -> {
                ArrayNode inner = to.addArray();
                BsonArray array = value.asArray();
                array.forEach(part -> put(inner, part));
            }
            default -> {
                // null, binary and what no connection record holds
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
