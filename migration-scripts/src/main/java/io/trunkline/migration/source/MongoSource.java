package io.trunkline.migration.source;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** A MongoDB collection in the order of {@code _id}; a page starts after an id. Object ids become their hex text. */
public final class MongoSource implements RecordSource {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonWriterSettings EXACT =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final MongoClient client;
    private final MongoCollection<BsonDocument> documents;
    private final String collection;

    /** @param url {@code mongodb://…} */
    public MongoSource(String url, String database, String collection) {
        this.client = MongoClients.create(url);
        this.collection = collection;
        this.documents = client.getDatabase(database).getCollection(collection, BsonDocument.class);
    }

    @Override
    public SourcePage page(Optional<String> from) {
        List<BsonDocument> found = new ArrayList<>();
        try {
            documents
                    .find(from.map(id ->
                                    Filters.gt("_id", BsonDocument.parse(id).get("_id")))
                            .orElseGet(Filters::empty))
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
