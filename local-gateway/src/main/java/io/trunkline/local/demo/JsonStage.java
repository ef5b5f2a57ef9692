package io.trunkline.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.InstantSource;

/** One JSON object a line, for scripts. */
public final class JsonStage implements Stage {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PrintWriter out;
    private final InstantSource clock;
    private String chapter = "";

    public JsonStage(PrintWriter out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public synchronized void chapter(String title) {
        chapter = title;
    }

    @Override
    public synchronized void line(String actor, boolean says, String kind, String gist, String frame) {
        ObjectNode line = JSON.createObjectNode()
                .put("at", clock.instant().toString())
                .put("chapter", chapter)
                .put("actor", actor)
                .put("direction", says ? "says" : "gets")
                .put("kind", kind);
        try {
            line.set("frame", JSON.readTree(frame));
        } catch (JsonProcessingException e) {
            line.put("frame", frame);
        }
        out.println(line);
        out.flush();
    }
}
