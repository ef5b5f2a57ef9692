package io.trunkline.migration.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** A plan's folder: {@code plan.json}, and beside it the files whose checksums it names. */
public final class PlanFile {
    /** The plan itself. */
    public static final String NAME = "plan.json";

    private static final int FORMAT = 1;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PlanFile() {}

    /** Writes the plan with its digest, in one move, and returns it as it was written. */
    public static MigrationPlan write(Path folder, ObjectNode root) {
        root.put("format", FORMAT);
        root.remove("digest");
        root.put("digest", digest(root));
        Path file = folder.resolve(NAME);
        try {
            Path fresh = folder.resolve(NAME + ".new");
            Files.writeString(fresh, JSON.writeValueAsString(root) + "\n");
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OperatorException("the plan " + file + " cannot be written: " + e.getMessage(), e);
        }
        return new MigrationPlan(root);
    }

    /** Reads a plan; throws {@link OperatorException} where it, or a file that it names, is not what was written. */
    public static MigrationPlan read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            if (!(JSON.readTree(Files.readString(file)) instanceof ObjectNode root)) {
                throw new OperatorException(file + " is no plan");
            }
            if (root.path("format").asInt() != FORMAT) {
                throw new OperatorException(file + " is a plan of another version of this command; plan anew");
            }
            if (!digest(root).equals(root.path("digest").asText())) {
                throw new OperatorException(
                        file + " was changed after it was written: its digest does not hold. Plan anew.");
            }
            for (Map.Entry<String, JsonNode> named : root.path("files").properties()) {
                String held = checksum(folder.resolve(named.getKey()));
                if (!held.equals(named.getValue().asText())) {
                    throw new OperatorException(folder.resolve(named.getKey())
                            + " was changed after it was written: its checksum does not hold. Plan anew.");
                }
            }
            return new MigrationPlan(root);
        } catch (NoSuchFileException e) {
            throw new OperatorException(
                    "there is no " + e.getMessage()
                            + "; name a plan's folder, or write one: ./trunkline migrate plan --help",
                    e);
        } catch (IOException e) {
            throw new OperatorException("the plan " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Of everything but the digest itself, with the keys in order. */
    private static String digest(ObjectNode root) {
        ObjectNode rest = root.deepCopy();
        rest.remove("digest");
        return HexFormat.of().formatHex(sha256().digest(sorted(rest).toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            Map<String, JsonNode> fields = new TreeMap<>();
            object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            fields.forEach(copy::set);
            return copy;
        }
        if (node.isArray()) {
            var copy = JSON.createArrayNode();
            node.forEach(part -> copy.add(sorted(part)));
            return copy;
        }
        return node;
    }

    private static String checksum(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
