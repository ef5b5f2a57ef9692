package io.trunkline.migration.template.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.migration.template.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeEditsTest {
    private static YamlTree tree(String text) {
        return YamlTree.read(new TemplateText("t.yaml", text, false));
    }

    private static String without(String text, String... path) {
        YamlTree tree = tree(text);
        TreeEdits edits = new TreeEdits(tree);
        edits.remove(tree.root().at(path).orElseThrow());
        return edits.apply().getFirst().after().text();
    }

    @Test
    void comments_directly_above_go_and_all_others_stay() {
        assertThat(without("""
            a:
              # of x
              x: 1   # one

              # apart

              # of y
              y: 2
              # behind y
            b: 3
            """, "a", "x")).isEqualTo("""
                a:
                  # apart

                  # of y
                  y: 2
                  # behind y
                b: 3
                """);
    }

    @Test
    void what_is_emptied_goes_too() {
        assertThat(without("a:\n  b:\n    c: 1\nd: 2\n", "a", "b", "c")).isEqualTo("d: 2\n");
        assertThat(without("{\"a\": {\"b\": 1}, \"d\": 2}", "a", "b")).isEqualTo("{\"d\": 2}");
    }

    @Test
    void the_next_key_moves_up_to_the_dash() {
        YamlTree tree = tree("a:\n- x: 1\n  y: 2\n- z: 3\n");
        TreeEdits edits = new TreeEdits(tree);
        edits.remove(
                tree.root().get("a").orElseThrow().list().getFirst().get("x").orElseThrow());
        assertThat(edits.apply().getFirst().after().text()).isEqualTo("a:\n- y: 2\n- z: 3\n");
    }

    @Test
    void blocks_of_text_and_emoji_keep_their_places() {
        assertThat(without("a: |\n  😀 x\n\n  y\n\nb: '😀'\nc: 1\n", "b")).isEqualTo("a: |\n  😀 x\n\n  y\n\nc: 1\n");
        assertThat(without("b: >+\n  x\n\n\nc: 1\n", "b")).isEqualTo("c: 1\n");
    }

    @Test
    void a_value_on_the_next_line_moves_up() {
        YamlTree tree = tree("a:\n  b:\n    - 1\n    - 2\nc: 3\n");
        TreeEdits edits = new TreeEdits(tree);
        edits.replace(tree.root().at("a", "b").orElseThrow(), new Fresh.Ref("X"));
        assertThat(edits.apply().getFirst().after().text()).isEqualTo("a:\n  b: !Ref X\nc: 3\n");
    }

    /**
     * Whatever is taken out, the rest reads as before: {@code apply} itself holds that, and throws where it does not.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "order-receiver.sam.yaml",
                "order-receiver.serverless.yml",
                "central.serverless.websocket.yml",
                "landinghub.serverless.yml",
                "landinghub.cloudformation.json",
                "manufacturing27.serverless-websocket.yml"
            })
    void any_nodes_can_be_taken_out_and_put_in(String file) {
        Random random = new Random(5);
        String unix = Fixtures.template(file).text();
        for (int round = 0; round < 300; round++) {
            String text = round % 3 == 0 ? unix.replace("\n", "\r\n") : unix;
            YamlTree tree = tree(text);
            List<YamlNode> nodes = new ArrayList<>();
            collect(tree.root(), nodes);
            TreeEdits edits = new TreeEdits(tree);
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                YamlNode node = nodes.get(random.nextInt(nodes.size()));
                if (edits.removes(node)) {
                    continue;
                }
                boolean entry = tree.entryOf(node).isPresent();
                Fresh.Child child = new Fresh.Child(
                        entry ? "Fresh" + i : "",
                        new Fresh.Fields(List.of(java.util.Map.entry("k", new Fresh.Sub("${x}-*")))),
                        "");
                switch (random.nextInt(4)) {
                    case 0 -> edits.insertAfter(node, child);
                    case 1 -> edits.insertBefore(node, child);
                    case 2 -> edits.replaceChild(node, child);
                    default -> edits.remove(node);
                }
            }
            assertThat(edits.apply().getFirst().after().text()).isNotEqualTo(text);
        }
    }

    private static void collect(YamlNode node, List<YamlNode> nodes) {
        node.children().forEach(child -> {
            nodes.add(child);
            collect(child, nodes);
        });
    }
}
