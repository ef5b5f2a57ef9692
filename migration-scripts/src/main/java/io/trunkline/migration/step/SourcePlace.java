package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a source is.
 *
 * @param region of its DynamoDB tables
 * @param endpoint of DynamoDB, where it is not AWS's own
 * @param stage in the place of {@code {stage}} in the mapping's names
 * @param url of a database, without a password: {@code jdbc:postgresql://…} or {@code mongodb://…}
 * @param database of MongoDB
 * @param user of PostgreSQL
 * @param passwordVariable the environment variable that holds its password
 * @param names tables, collections or files by their names in the mapping, where they differ from it
 */
public record SourcePlace(
        String region,
        Optional<URI> endpoint,
        String stage,
        Optional<String> url,
        Optional<String> database,
        Optional<String> user,
        Optional<String> passwordVariable,
        Map<String, String> names) {
    public SourcePlace {
        names = Map.copyOf(names);
    }

    ObjectNode write() {
        ObjectNode node = RowJson.JSON.createObjectNode();
        node.put("region", region).put("stage", stage);
        endpoint.ifPresent(at -> node.put("endpoint", at.toString()));
        url.ifPresent(at -> node.put("url", at));
        database.ifPresent(name -> node.put("database", name));
        user.ifPresent(name -> node.put("user", name));
        passwordVariable.ifPresent(name -> node.put("passwordVariable", name));
        ObjectNode renamed = node.putObject("names");
        new TreeMap<>(names).forEach(renamed::put);
        return node;
    }

    static SourcePlace read(JsonNode node) {
        Map<String, String> names = new TreeMap<>();
        node.path("names")
                .properties()
                .forEach(name -> names.put(name.getKey(), name.getValue().asText()));
        return new SourcePlace(
                node.path("region").asText(),
                RowJson.text(node, "endpoint").map(URI::create),
                node.path("stage").asText(),
                RowJson.text(node, "url"),
                RowJson.text(node, "database"),
                RowJson.text(node, "user"),
                RowJson.text(node, "passwordVariable"),
                names);
    }
}
