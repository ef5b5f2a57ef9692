package io.trunkline.migration.template.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.Fixtures;
import io.trunkline.migration.template.check.CheckReport;
import io.trunkline.migration.template.check.TemplateChecker;
import io.trunkline.routing.key.AppKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What templates may hold besides the usual: loops, macros, conditions, exports, long lines, deep JSON. */
class OddTemplatesTest {
    private static final String SOCKETS = """
          Sockets:
            Type: AWS::ApiGatewayV2::Api
            Properties: {ProtocolType: WEBSOCKET, Name: a, RouteSelectionExpression: $request.body.action}
        """;

    private static Rewrite rewrite(String name, String text) {
        return TemplateRewriter.rewrite(Fixtures.text(name, text), RewriteOptions.of(AppKey.parse("acme/a")));
    }

    @Test
    void a_loop_stays_and_is_counted_by_its_list() {
        String loop = """
              Fn::ForEach::Topics:
                - Name
                - [Orders, Payments, Returns]
                - Topic${Name}:
                    Type: AWS::SNS::Topic
                    Properties: {TopicName: !Ref Name}
              Last:
                Type: AWS::SNS::Topic
                DependsOn: TopicOrders
            """;
        String head = "Transform: AWS::LanguageExtensions\nResources:\n";
        Rewrite rewrite = rewrite("t.yaml", head + SOCKETS + loop);
        assertThat(rewrite.refusals()).isEmpty();
        assertThat(rewrite.after().text()).isEqualTo(head + loop);
        CheckReport report = TemplateChecker.check(Fixtures.text("t.yaml", head + loop), Set.of(), Set.of());
        assertThat(report.resources()).isEqualTo(4);
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void a_macro_s_file_is_named_by_line() {
        Rewrite rewrite = rewrite("t.yaml", "Resources:\n" + SOCKETS + """
              Topic: {Type: AWS::SNS::Topic}
              Fn::Transform:
                Name: AWS::Include
                Parameters: {Location: s3://bucket/more.yaml}
            """);
        assertThat(rewrite.refusals()).isEmpty();
        assertThat(rewrite.notes())
                .anyMatch(note -> note.startsWith("t.yaml:7 brings AWS::Include, which was not read"));
    }

    @Test
    void a_nested_stack_is_named_by_line() {
        Rewrite rewrite = rewrite("t.yaml", "Resources:\n" + SOCKETS + """
              Part:
                Type: AWS::CloudFormation::Stack
                Properties: {TemplateURL: ./part.yaml}
            """);
        assertThat(rewrite.notes())
                .contains("t.yaml:5 nests ./part.yaml, a stack of its own: rewrite it too, by itself");
    }

    @Test
    void conditions_of_what_goes_alone_go_and_shared_ones_stay() {
        Rewrite rewrite = rewrite("t.yaml", """
            Parameters:
              OnlySockets: {Type: String}
              Both: {Type: String}
            Conditions:
              Inner: !Equals [!Ref OnlySockets, a]
              Outer: !And [!Condition Inner, !Condition Shared]
              Shared: !Equals [!Ref Both, a]
              NeverUsed: !Equals [a, b]
            Resources:
              Sockets:
                Type: AWS::ApiGatewayV2::Api
                Condition: Outer
                Properties: {ProtocolType: WEBSOCKET, Name: a, Description: !If [Inner, x, !Ref 'AWS::NoValue']}
              Topic:
                Type: AWS::SNS::Topic
                Condition: Shared
                Properties: {DisplayName: !If [Shared, x, !Ref 'AWS::NoValue']}
            """);
        assertThat(rewrite.refusals()).isEmpty();
        assertThat(rewrite.after().text()).isEqualTo("""
            Parameters:
              Both: {Type: String}
            Conditions:
              Shared: !Equals [!Ref Both, a]
              NeverUsed: !Equals [a, b]
            Resources:
              Topic:
                Type: AWS::SNS::Topic
                Condition: Shared
                Properties: {DisplayName: !If [Shared, x, !Ref 'AWS::NoValue']}
            """);
    }

    @Test
    void what_an_if_chooses_between_is_refused_where_one_side_goes() {
        Rewrite rewrite = rewrite("t.yaml", """
            Conditions: {Yes: !Equals [a, a]}
            Resources:
              Sockets:
                Type: AWS::ApiGatewayV2::Api
                Properties: {ProtocolType: WEBSOCKET, Name: a}
              Topic:
                Type: AWS::SNS::Topic
                Properties: {DisplayName: !If [Yes, !Ref Sockets, !Ref 'AWS::NoValue']}
            """);
        assertThat(rewrite.refusals()).singleElement().asString().startsWith("t.yaml:8: Ref Sockets leads nowhere");
    }

    @Test
    void exports_that_others_import_are_told() {
        Rewrite rewrite = rewrite("t.yaml", "Resources:\n" + SOCKETS + """
              Topic: {Type: AWS::SNS::Topic}
            Outputs:
              Url:
                Value: !Sub 'wss://${Sockets}.execute-api.${AWS::Region}.amazonaws.com/dev'
                Export: {Name: app-url}
              Id:
                Value: !Ref Sockets
                Export: {Name: app-id}
            """);
        assertThat(rewrite.after().text()).contains("Export: {Name: app-url}").doesNotContain("app-id");
        assertThat(rewrite.notes())
                .anyMatch(note -> note.startsWith("the export of Url changes"))
                .anyMatch(note -> note.startsWith("the export of Id goes"));
    }

    @Test
    void lines_of_a_megabyte_are_kept() {
        String topic = "  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: '" + "😀x".repeat(300_000) + "'}}\n";
        assertThat(rewrite("t.yaml", "Resources:\n" + SOCKETS + topic).after().text())
                .isEqualTo("Resources:\n" + topic);
    }

    @Test
    void deep_json_is_refused_by_line_and_never_overflows() {
        for (int depth : new int[] {99, 101, 3_000, 400_000}) {
            String text = "{\"Resources\": " + "{\"a\":\n".repeat(depth) + "1" + "}".repeat(depth) + "}";
            if (depth < 100) {
                assertThat(rewrite("t.json", text).changed()).isFalse();
            } else {
                assertThatThrownBy(() -> rewrite("t.json", text))
                        .isInstanceOf(OperatorException.class)
                        .hasMessageStartingWith("t.json:")
                        .hasMessageContaining("levels deep");
            }
        }
    }
}
