package io.trunkline.migration.template.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.Fixtures;
import io.trunkline.migration.template.model.ResourceCount;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.TemplateText;
import io.trunkline.routing.key.AppKey;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files under templates/expected were read line by line when they were made: they are what a team gets. */
class TemplateRewriterTest {
    static final String SYSTEMS = """
        order-receiver.sam.yaml, wizz/order-receiver
        order-receiver.shared.sam.yaml, wizz/order-receiver
        order-receiver.serverless.yml, wizz/order-receiver
        central.serverless.websocket.yml, wizz/support
        landinghub.serverless.yml, landinghub/web
        landinghub.cloudformation.json, landinghub/web
        manufacturing27.serverless-websocket.yml, manufacturing27/web
        """;

    private static RewriteOptions app(String app) {
        return RewriteOptions.of(AppKey.parse(app));
    }

    @ParameterizedTest
    @CsvSource(textBlock = SYSTEMS)
    void each_system_gets_the_template_that_was_reviewed_to_the_byte(String file, String app) {
        Rewrite rewrite = TemplateRewriter.rewrite(Fixtures.template(file), app(app));
        assertThat(rewrite.refusals()).isEmpty();
        assertThat(rewrite.after().text())
                .isEqualTo(Fixtures.template("expected/" + file).text());
    }

    @ParameterizedTest
    @CsvSource(textBlock = SYSTEMS)
    void a_second_run_changes_nothing(String file, String app) {
        for (RewriteStep step : RewriteStep.values()) {
            TemplateText moved =
                    TemplateRewriter.rewrite(Fixtures.template(file), app(app)).after();
            TemplateText in = step == RewriteStep.FINISH ? moved : Fixtures.template(file);
            TemplateText once = rewriteOrSame(in, app(app).with(step));
            TemplateText twice = rewriteOrSame(once, app(app).with(step));
            assertThat(twice.text()).isEqualTo(once.text());
        }
    }

    private static TemplateText rewriteOrSame(TemplateText in, RewriteOptions options) {
        return TemplateRewriter.rewrite(in, options).after();
    }

    @ParameterizedTest
    @CsvSource(textBlock = SYSTEMS)
    void windows_line_ends_and_a_byte_order_mark_stay(String file, String app) {
        TemplateText unix = Fixtures.template(file);
        TemplateText windows = TemplateText.decode(
                file, ("\uFEFF" + unix.text().replace("\n", "\r\n")).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Rewrite rewrite = TemplateRewriter.rewrite(windows, app(app));
        String expected = Fixtures.template("expected/" + file).text().replace("\n", "\r\n");
        assertThat(new String(rewrite.after().bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("\uFEFF" + expected);
    }

    @Test
    void a_stack_over_the_limit_loses_its_sockets_and_not_a_byte_of_the_rest() {
        TemplateText large = Fixtures.large();
        assertThat(ResourceCount.of(Template.read(large)).total()).isEqualTo(1093);
        Rewrite moved = TemplateRewriter.rewrite(large, app("manufacturing27/web"));
        assertThat(moved.refusals()).isEmpty();
        TemplateText finished = TemplateRewriter.rewrite(
                        moved.after(), app("manufacturing27/web").with(RewriteStep.FINISH))
                .after();
        StringBuilder rest = new StringBuilder();
        boolean sockets = false;
        for (String line : large.text().lines().toList()) {
            if (!line.startsWith("   ")) {
                sockets = line.startsWith("  WebSocket");
            }
            if (!sockets) {
                rest.append(line).append('\n');
            }
        }
        assertThat(finished.text()).isEqualTo(rest.toString());
        assertThat(ResourceCount.of(Template.read(finished)).total()).isEqualTo(1086);
    }

    @Test
    void nothing_is_cut_before_it_was_retained() {
        TemplateText before = Fixtures.template("order-receiver.sam.yaml");
        Rewrite retain =
                TemplateRewriter.rewrite(before, app("wizz/order-receiver").with(RewriteStep.RETAIN));
        assertThat(retain.after()
                        .text()
                        .lines()
                        .filter(line -> !line.contains("Policy: Retain")
                                && !line.equals("    Metadata:")
                                && !line.equals("      Trunkline: retained")))
                .containsExactlyElementsOf(before.text()
                        .lines()
                        .filter(line -> !line.contains("Policy: Retain"))
                        .toList());
        assertThat(Template.read(retain.after())
                        .resource("WebSocketStage")
                        .orElseThrow()
                        .body()
                        .get("DeletionPolicy"))
                .isPresent();
        assertThatThrownBy(() -> TemplateRewriter.rewrite(
                        before, app("wizz/order-receiver").with(RewriteStep.FINISH)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("WebSocketConnectionsTable is not retained");
    }

    @Test
    void a_retained_table_goes_with_the_last_step() {
        TemplateText moved = TemplateRewriter.rewrite(
                        Fixtures.template("order-receiver.sam.yaml"), app("wizz/order-receiver"))
                .after();
        Rewrite finished =
                TemplateRewriter.rewrite(moved, app("wizz/order-receiver").with(RewriteStep.FINISH));
        assertThat(finished.refusals()).isEmpty();
        assertThat(finished.after().text()).doesNotContain("WebSocketConnectionsTable");
        assertThat(finished.after().text()).contains("MerchantEndpointsTable");
    }

    @Test
    void references_that_would_lead_nowhere_are_refused_by_line() {
        TemplateText in = Fixtures.text("t.yaml", """
            Resources:
              Sockets:
                Type: AWS::ApiGatewayV2::Api
                Properties: {ProtocolType: WEBSOCKET, Name: a, RouteSelectionExpression: $request.body.action}
              Board:
                Type: AWS::CloudWatch::Dashboard
                Properties:
                  DashboardBody: !Sub '{"api": "${Sockets}"}'
            """);
        Rewrite refused = TemplateRewriter.rewrite(in, app("wizz/order-receiver"));
        assertThat(refused.refusals())
                .singleElement()
                .asString()
                .startsWith("t.yaml:8: Sub ${Sockets} leads nowhere once Sockets is gone");
    }

    @Test
    void a_handler_that_something_else_uses_stays() {
        TemplateText in = Fixtures.text("t.yaml", """
            Resources:
              Sockets:
                Type: AWS::ApiGatewayV2::Api
                Properties: {ProtocolType: WEBSOCKET, Name: a, RouteSelectionExpression: $request.body.action}
              Proxy:
                Type: AWS::ApiGatewayV2::Integration
                Properties: {ApiId: !Ref Sockets, IntegrationUri: !GetAtt Handler.Arn}
              Handler:
                Type: AWS::Lambda::Function
                Properties: {Handler: a.b}
              Stream:
                Type: AWS::Lambda::EventSourceMapping
                Properties: {FunctionName: !Ref Handler, EventSourceArn: 'arn:aws:x'}
            """);
        Rewrite rewrite = TemplateRewriter.rewrite(in, app("wizz/order-receiver"));
        assertThat(rewrite.refusals()).isEmpty();
        assertThat(rewrite.after().text()).contains("Handler:").doesNotContain("Sockets");
        assertThat(rewrite.notes()).anyMatch(note -> note.contains("Handler stays"));
    }

    @Test
    void an_anchor_used_elsewhere_is_never_changed_behind_its_back() {
        TemplateText in = Fixtures.text("serverless.yml", """
            service: a
            provider: {name: aws}
            functions:
              one:
                handler: a.b
                environment: &common
                  WEBSOCKET_ENDPOINT: wss://abc123def0.execute-api.us-east-1.amazonaws.com/dev
                events: [httpApi: '*']
              two:
                handler: a.c
                environment: *common
                events: [httpApi: 'GET /x']
            """);
        assertThatThrownBy(() -> TemplateRewriter.rewrite(in, app("wizz/order-receiver")))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("serverless.yml:6: &common is used elsewhere by *common");
    }

    @Test
    void a_door_and_a_stage_can_be_given() {
        RewriteOptions usual = app("wizz/order-receiver");
        RewriteOptions options = new RewriteOptions(
                usual.app(),
                "Acme",
                RewriteStep.MOVE,
                Optional.of("orders.ws.example.com"),
                Optional.of("dev"),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of());
        String after = TemplateRewriter.rewrite(Fixtures.template("order-receiver.sam.yaml"), options)
                .after()
                .text();
        assertThat(after)
                .contains("Value: wss://orders.ws.example.com\n")
                .contains("Default: /trunkline/Acme/dev/http-url\n")
                .doesNotContain("TrunklineWebSocketUrl");
    }

    @Test
    void a_template_of_nothing_else_is_not_emptied() {
        TemplateText in = Fixtures.text("t.yaml", """
            Resources:
              Sockets:
                Type: AWS::ApiGatewayV2::Api
                Properties: {ProtocolType: WEBSOCKET, Name: a, RouteSelectionExpression: $request.body.action}
            """);
        assertThatThrownBy(() -> TemplateRewriter.rewrite(in, app("wizz/order-receiver")))
                .hasMessageContaining("Delete the stack instead");
    }

    @Test
    void an_http_api_and_its_table_are_left_alone() {
        String text = """
            Resources:
              Http:
                Type: AWS::ApiGatewayV2::Api
                Properties: {ProtocolType: HTTP, Name: a}
              Orders:
                Type: AWS::DynamoDB::Table
                Properties: {KeySchema: [{AttributeName: id, KeyType: HASH}]}
            """;
        assertThat(TemplateRewriter.rewrite(Fixtures.text("t.yaml", text), app("wizz/order-receiver"))
                        .changed())
                .isFalse();
    }
}
