package io.trunkline.migration.template.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.Fixtures;
import io.trunkline.migration.template.check.TemplateChecker;
import io.trunkline.migration.template.text.TemplateText;
import io.trunkline.routing.key.AppKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * What holds for every template: lines that a rewrite has no business with are left, and files that are none end well.
 */
class RewritePropertiesTest {
    private static final RewriteOptions OPTIONS = RewriteOptions.of(AppKey.parse("wizz/order-receiver"));

    private static final List<String> FILES = List.of(
            "order-receiver.sam.yaml",
            "order-receiver.shared.sam.yaml",
            "order-receiver.serverless.yml",
            "central.serverless.websocket.yml",
            "landinghub.serverless.yml",
            "landinghub.cloudformation.json",
            "manufacturing27.serverless-websocket.yml");

    /** Words of lines that a rewrite puts in, which may say what another line said before it went. */
    private static final Pattern FRESH =
            Pattern.compile("(?i)trunkline|Effect|Action|Resource|SecretArn|Retain|Metadata|Environment|Variables");

    /** What goes, in some template or other; each brings what it refers to. */
    private static final String SOCKETS = """
          WebSocketApi:   # goes
            Type: AWS::ApiGatewayV2::Api
            Properties: {ProtocolType: WEBSOCKET, Name: goes}
          WebSocketStage:
            Type: AWS::ApiGatewayV2::Stage
            Properties:
              ApiId: !Ref WebSocketApi
              StageName: goes
        """;

    /** Resources that have nothing to do with sockets, in the many manners in which people write. */
    @Provide
    @SuppressWarnings("StringConcatToTextBlock") // pieces of one list, line by line
    Arbitrary<String> strangers() {
        return Arbitraries.of(
                "Queue#:\n    Type: AWS::SQS::Queue\n",
                "Topic#:   {Type: AWS::SNS::Topic}   # on one line\n",
                "\"Quoted#\":\n    \"Type\": 'AWS::SNS::Topic'\n",
                "Odd#:\n      Type:   AWS::SNS::Topic\n      Properties:\n         DisplayName:   \"a:  b\"   \n",
                "Text#:\n    Type: AWS::SSM::Parameter\n    Properties:\n      Type: String\n      Value: |-\n"
                        + "        # no comment\n\n        WebSocketApi: !Ref Nothing\n",
                "Folded#:\n    Type: AWS::SSM::Parameter\n    Properties: {Type: String, Value: 'x'}\n    Metadata:\n"
                        + "      Note: >\n        of two\n\n        parts\n",
                "Nothing#:\n"
                        + "    Type: AWS::SNS::Topic\n"
                        + "    Properties:\n"
                        + "      TopicName: !If [Yes, a, !Ref AWS::NoValue]\n",
                "Emoji#:\n    Type: AWS::SNS::Topic # 😀 é ü\n    Properties: {DisplayName: '😀'}\n",
                "Long#:\n    Type: AWS::SNS::Topic\n    Properties: {DisplayName: '" + "x".repeat(9000) + "'}\n",
                "List#:\n"
                        + "    Type: AWS::SNS::Topic\n"
                        + "    Properties:\n"
                        + "      Subscription:\n"
                        + "      - Protocol: sqs\n"
                        + "        Endpoint: a\n"
                        + "      -   Protocol: sqs\n"
                        + "          Endpoint: b\n",
                "Empty#:\n    Type: AWS::SNS::Topic\n    Properties: {}\n    DependsOn: []\n");
    }

    @Provide
    Arbitrary<List<String>> stacks() {
        return strangers().list().ofMinSize(1).ofMaxSize(12);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void every_line_of_what_stays_stays(
            @ForAll("stacks") List<String> blocks,
            @ForAll int seed,
            @ForAll boolean windows,
            @ForAll boolean marked,
            @ForAll boolean lastLineEnds) {
        Random random = new Random(seed);
        List<String> staying = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        staying.addAll(List.of("# a template", "", "Conditions:", "  Yes: !Equals [a, a]", "Resources:"));
        staying.forEach(line -> text.append(line).append('\n'));
        int sockets = random.nextInt(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            String block = "  " + blocks.get(i).replace("#:", i + ":").replace("#\"", i + "\"");
            text.append(block);
            block.lines().forEach(staying::add);
            if (i == sockets) {
                text.append(SOCKETS);
            }
        }
        String whole = text.toString();
        whole = lastLineEnds ? whole : whole.substring(0, whole.length() - 1);
        whole = (marked ? "\uFEFF" : "") + (windows ? whole.replace("\n", "\r\n") : whole);
        Rewrite rewrite = rewrite("t.yaml", whole);
        assertThat(rewrite.refusals()).isEmpty();
        String after = new String(rewrite.after().bytes(), StandardCharsets.UTF_8);
        assertThat(after).doesNotContain("goes", "WebSocketStage");
        assertThat(after.startsWith("\uFEFF")).isEqualTo(marked);
        assertThat(after.contains("\r")).isEqualTo(windows);
        // blank lines beside what went may go with it
        assertThat(words(after.replace("\uFEFF", ""))).isEqualTo(words(String.join("\n", staying)));
        assertThat(rewrite("t.yaml", after).changed()).isFalse();
    }

    private static List<String> words(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.replace("\r", ""))
                .toList();
    }

    private static Rewrite rewrite(String name, String text) {
        return TemplateRewriter.rewrite(TemplateText.decode(name, text.getBytes(StandardCharsets.UTF_8)), OPTIONS);
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(FILES);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void a_garbled_template_is_refused_by_name_or_done(@ForAll("files") String file, @ForAll int seed) {
        String text = garbled(Fixtures.template(file).text(), new Random(seed));
        for (RewriteStep step : RewriteStep.values()) {
            try {
                TemplateText in = TemplateText.decode(file, text.getBytes(StandardCharsets.UTF_8));
                TemplateChecker.check(in, Set.of(), Set.of());
                Rewrite rewrite = TemplateRewriter.rewrite(in, OPTIONS.with(step));
                if (rewrite.refusals().isEmpty()) {
                    assertThat(subsequence(
                                    unchanged(rewrite),
                                    rewrite.before().text().lines().toList()))
                            .isTrue();
                }
            } catch (OperatorException e) {
                assertThat(e).hasMessageStartingWith(file);
            }
        }
    }

    /** Lines that both texts have, in the order of the new one: they came from the old one in that order. */
    private static List<String> unchanged(Rewrite rewrite) {
        Set<String> old = Set.copyOf(rewrite.before().text().lines().toList());
        Set<String> twice = new java.util.HashSet<>();
        Set<String> seen = new java.util.HashSet<>();
        rewrite.after().text().lines().filter(line -> !seen.add(line)).forEach(twice::add);
        return rewrite.after()
                .text()
                .lines()
                .filter(line -> old.contains(line)
                        && !twice.contains(line)
                        && !FRESH.matcher(line).find())
                .toList();
    }

    private static boolean subsequence(List<String> part, List<String> whole) {
        Iterator<String> lines = whole.iterator();
        for (String line : part) {
            boolean found = false;
            while (!found && lines.hasNext()) {
                found = lines.next().equals(line);
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static String garbled(String text, Random random) {
        StringBuilder garbled = new StringBuilder(text);
        if (random.nextInt(3) == 0) {
            garbled.setLength(random.nextInt(garbled.length()));
        }
        String marks = "{}[]:,#&*!|>'\"%@`- \n\t\r\\~\u0000\uFEFF😀?<=${}";
        for (int i = random.nextInt(1, 6); i > 0 && !garbled.isEmpty(); i--) {
            int at = random.nextInt(garbled.length());
            switch (random.nextInt(4)) {
                case 0 -> garbled.deleteCharAt(at);
                case 1 -> garbled.insert(at, marks.charAt(random.nextInt(marks.length())));
                case 2 -> garbled.setCharAt(at, marks.charAt(random.nextInt(marks.length())));
                default -> {
                    // a line that slips to another place
                    int end = Math.min(garbled.length(), at + random.nextInt(1, 60));
                    String piece = garbled.substring(at, end);
                    garbled.delete(at, end);
                    garbled.insert(garbled.isEmpty() ? 0 : random.nextInt(garbled.length()), piece);
                }
            }
        }
        return garbled.toString();
    }
}
