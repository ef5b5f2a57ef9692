package io.trunkline.migration.template.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.migration.template.Fixtures;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplateCheckerTest {
    private static CheckReport check(String file) {
        return TemplateChecker.check(Fixtures.template(file), Set.of(), Set.of());
    }

    private static List<String> found(CheckReport report) {
        return report.findings().stream()
                .map(finding -> finding.line() + " " + finding.rule())
                .toList();
    }

    @Test
    void landinghubs_template_is_told_each_of_its_faults() {
        assertThat(found(check("landinghub.serverless.yml")))
                .containsExactly(
                        "11 literal-secret",
                        "14 missing-sub",
                        "14 wss-management-endpoint",
                        "23 broad-grant",
                        "55 table-not-retained");
    }

    @Test
    void the_shared_order_receiver_is_told_each_of_its_faults() {
        assertThat(found(check("order-receiver.shared.sam.yaml")))
                .containsExactly(
                        "14 hard-coded-stage",
                        "23 invoke-permission",
                        "32 wss-management-endpoint",
                        "34 hard-coded-stage",
                        "40 hard-coded-stage");
    }

    @Test
    void manufacturings_template_is_told_each_of_its_faults() {
        CheckReport report = check("manufacturing27.serverless-websocket.yml");
        assertThat(found(report))
                .containsExactly(
                        "11 literal-secret",
                        "12 literal-secret",
                        "13 literal-secret",
                        "14 reserved-variable",
                        "18 broad-grant");
        assertThat(report.findings().toString()).doesNotContain("hunter2").doesNotContain("made-up-key");
    }

    @Test
    void a_rewritten_template_has_none_of_the_faults_of_its_sockets() {
        for (String file : List.of(
                "order-receiver.sam.yaml",
                "order-receiver.shared.sam.yaml",
                "order-receiver.serverless.yml",
                "central.serverless.websocket.yml",
                "landinghub.cloudformation.json")) {
            assertThat(found(check("expected/" + file))).as(file).isEmpty();
        }
        assertThat(found(check("expected/landinghub.serverless.yml"))).containsExactly("11 literal-secret");
    }

    /** As docs/deploy.md counts what the framework makes of these files. */
    @Test
    void the_framework_s_own_resources_are_counted() {
        assertThat(check("manufacturing27.serverless-websocket.yml").resources())
                .isEqualTo(24);
        assertThat(check("central.serverless.websocket.yml").resources()).isEqualTo(22);
        CheckReport landinghub = check("landinghub.serverless.yml");
        assertThat(landinghub.parts()).containsEntry("WebSocket routes", 3).containsEntry("WebSocket integrations", 3);
    }

    @Test
    void the_limit_of_a_stack_is_told() {
        CheckReport report = TemplateChecker.check(Fixtures.large(), Set.of(), Set.of());
        assertThat(report.resources()).isEqualTo(1093);
        assertThat(found(report)).contains("1 resource-limit");
        assertThat(report.findings().getFirst().what()).contains("1093 resources; CloudFormation takes 500");
    }

    @Test
    void what_is_missing_of_a_table_and_of_a_right_is_told() {
        CheckReport report = TemplateChecker.check(Fixtures.text("t.yaml", """
            Parameters:
              Stage: {Type: String}
              DbPassword: {Type: String, Default: letmein99}
            Resources:
              Sockets:
                Type: AWS::ApiGatewayV2::Api
                Properties: {ProtocolType: WEBSOCKET, Name: 'x-${Stage}', RouteSelectionExpression: $request.body.action}
              Proxy:
                Type: AWS::ApiGatewayV2::Integration
                Properties: {ApiId: !Ref Sockets, IntegrationUri: !GetAtt Handler.Arn}
              Handler:
                Type: AWS::Lambda::Function
                Properties: {Handler: a.b, Role: !GetAtt Nobody.Arn}
              ConnectionsTable:
                Type: AWS::DynamoDB::Table
                DeletionPolicy: Retain
                Properties: {TimeToLiveSpecification: {AttributeName: ttl, Enabled: false}}
              SubscriptionsTable:
                Type: AWS::DynamoDB::Table
                DeletionPolicy: Retain
                Properties: {TableName: s}
            """), Set.of(), Set.of());
        assertThat(found(report))
                .containsExactly(
                        "3 literal-secret",
                        "7 missing-sub",
                        "11 invoke-permission",
                        "13 dangling-reference",
                        "17 time-to-live",
                        "18 time-to-live");
    }

    @Test
    void plain_cloudformation_takes_no_aliases_and_rules_can_be_ignored() {
        String text = """
            Resources:
              A: {Type: AWS::SNS::Topic, Metadata: &m {a: 1}}
              B: {Type: AWS::SNS::Topic, Metadata: *m}
            """;
        assertThat(found(TemplateChecker.check(Fixtures.text("t.yaml", text), Set.of(), Set.of())))
                .containsExactly("3 yaml-alias");
        assertThat(found(TemplateChecker.check(Fixtures.text("t.yaml", text), Set.of(), Set.of("yaml-alias"))))
                .isEmpty();
    }
}
