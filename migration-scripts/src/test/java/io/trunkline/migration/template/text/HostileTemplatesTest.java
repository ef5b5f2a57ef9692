package io.trunkline.migration.template.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.Fixtures;
import io.trunkline.migration.template.check.TemplateChecker;
import io.trunkline.migration.template.rewrite.RewriteOptions;
import io.trunkline.migration.template.rewrite.TemplateRewriter;
import io.trunkline.routing.key.AppKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that cannot be edited safely is refused, by file and line, and nothing comes of it. */
class HostileTemplatesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Resources:\\n\\tA: 1\\n                       | t.yaml:2: is no YAML
        Resources: {A: 1}\\n---\\nResources: {}\\n    | t.yaml:2: starts a second document
        Resources:\\n  A: 1\\n  B: 2\\n  A: 3\\n      | t.yaml:4: repeats the key 'A' of line 2
        Resources:\\n  A: *nobody\\n                  | t.yaml:2
        Resources:\\n  A: &a [*a]\\n                  | t.yaml:2
        Resources:\\n  ? [a, b]\\n  : 1\\n            | t.yaml:2: has a key that is no plain text
        Resources:\\n  A: "open\\n                    | t.yaml
        {"Resources": {"A": 1}                        | t.yaml
        just words                                    | is neither a CloudFormation
        ''                                            | t.yaml: is empty
        # only a comment                              | t.yaml: is empty
        Resources: \\u0007                            | is no YAML
        """)
    void it_says_where_and_why(String escaped, String message) {
        String text = escaped.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0007", "\u0007");
        assertThatThrownBy(() -> rewrite(text))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(message);
    }

    private static void rewrite(String text) {
        TemplateRewriter.rewrite(
                TemplateText.decode("t.yaml", text.getBytes(StandardCharsets.UTF_8)),
                RewriteOptions.of(AppKey.parse("wizz/order-receiver")));
    }

    @Test
    void a_bomb_of_aliases_takes_no_longer_than_its_text() {
        StringBuilder bomb = new StringBuilder("service: a\nprovider: {name: aws}\ncustom:\n  a0: &a0 [wss://x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("  a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("x]\n");
        }
        bomb.append("functions:\n  f: {handler: a.b, environment: {X: *a59}, events: [websocket: $connect]}\n");
        Assertions.assertThatCode(() -> org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> rewrite(bomb.toString())))
                .doesNotThrowAnyException();
    }

    @Test
    void depth_is_bounded() {
        assertThatThrownBy(() -> rewrite("Resources: " + "[".repeat(50_000))).isInstanceOf(OperatorException.class);
    }

    @Test
    void what_is_too_large_is_not_read() {
        byte[] large = new byte[5 << 20];
        assertThatThrownBy(() -> TemplateText.decode("t.yaml", large))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("Split it into stacks");
    }

    @Test
    void what_is_not_utf8_is_refused() {
        assertThatThrownBy(() -> TemplateText.decode("t.yaml", new byte[] {'a', (byte) 0xe4, 'b'}))
                .hasMessageContaining("is not UTF-8");
    }

    @Test
    void terraform_is_out_of_scope_and_says_so() {
        assertThatThrownBy(() -> TemplateChecker.check(
                        Fixtures.text("main.tf", "resource \"aws_apigatewayv2_api\" \"a\" {}"), Set.of(), Set.of()))
                .hasMessageContaining("is Terraform");
    }

    @Test
    void a_template_larger_than_cloudformation_takes_is_rewritten() {
        StringBuilder text = new StringBuilder(Fixtures.large().text());
        for (int i = 0; text.length() < 1_500_000; i++) {
            text.append("  More").append(i).append(":\n    Type: AWS::SNS::Topic\n");
        }
        var rewrite = TemplateRewriter.rewrite(
                Fixtures.text("large.yaml", text.toString()), RewriteOptions.of(AppKey.parse("wizz/order-receiver")));
        assertThat(rewrite.refusals()).isEmpty();
    }
}
