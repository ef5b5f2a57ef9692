package io.trunkline.migration.template.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.migration.template.Fixtures;
import io.trunkline.migration.template.check.TemplateChecker;
import io.trunkline.routing.key.AppKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What roles may do after a rewrite: read the app's key where they posted or read the table, and nothing empty. */
class RightsTest {
    private static final String SOCKETS = """
        Parameters: {Stage: {Type: String}}
        Resources:
          Sockets:
            Type: AWS::ApiGatewayV2::Api
            Properties: {ProtocolType: WEBSOCKET, Name: a, RouteSelectionExpression: $request.body.action}
          WebSocketConnections:
            Type: AWS::DynamoDB::Table
            DeletionPolicy: Retain
            Properties: {TableName: ws}
        """;
    private static final String FUNCTION = """
          Push:
            Type: AWS::Lambda::Function
            Properties:
              Role: !GetAtt PushRole.Arn
              Environment: {Variables: {WEBSOCKET_ENDPOINT: !Sub 'https://${Sockets}.execute-api.${AWS::Region}.amazonaws.com/x'}}
        """;

    private static Rewrite rewrite(String text) {
        return TemplateRewriter.rewrite(Fixtures.text("t.yaml", text), RewriteOptions.of(AppKey.parse("acme/a")));
    }

    private static List<String> rules(String text) {
        return TemplateChecker.check(Fixtures.text("t.yaml", text), Set.of(), Set.of()).findings().stream()
                .map(finding -> finding.line() + " " + finding.rule())
                .toList();
    }

    @Test
    void who_read_the_table_may_read_the_key_instead() {
        Rewrite rewrite = rewrite(SOCKETS + FUNCTION + """
              PushRole:
                Type: AWS::IAM::Role
                Properties:
                  Policies:
                    - PolicyName: a
                      PolicyDocument:
                        Version: '2012-10-17'
                        Statement:
                          - {Effect: Allow, Action: 'dynamodb:Query', Resource: !GetAtt WebSocketConnections.Arn}
            """);
        assertThat(rewrite.refusals()).isEmpty();
        assertThat(rewrite.after().text())
                .contains("secretsmanager:GetSecretValue")
                .doesNotContain("dynamodb:Query");
        assertThat(rewrite.notes()).noneMatch(note -> note.contains("GetSecretValue"));
        assertThat(rules(rewrite.after().text())).doesNotContain("unreadable-secret", "empty-policy");
    }

    @Test
    void a_policy_of_which_nothing_is_left_goes() {
        Rewrite rewrite = rewrite(SOCKETS + FUNCTION + """
              PushRole:
                Type: AWS::IAM::Role
                Properties:
                  Policies:
                    - PolicyName: post
                      PolicyDocument:
                        Version: '2012-10-17'
                        Statement:
                          - {Effect: Allow, Action: 'execute-api:ManageConnections', Resource: !Sub 'arn:aws:execute-api:x:1:${Sockets}/*'}
                    - PolicyName: read
                      PolicyDocument:
                        Version: '2012-10-17'
                        Statement:
                          - {Effect: Allow, Action: 'dynamodb:Query', Resource: !GetAtt WebSocketConnections.Arn}
            """);
        assertThat(rewrite.refusals()).isEmpty();
        assertThat(rewrite.after().text()).contains("PolicyName: post").doesNotContain("PolicyName: read");
        assertThat(rules(rewrite.after().text())).noneMatch(rule -> rule.endsWith("empty-policy"));
    }

    @Test
    void a_policy_that_is_a_resource_goes_whole() {
        Rewrite rewrite = rewrite(SOCKETS + FUNCTION + """
              PushRole:
                Type: AWS::IAM::Role
                Properties: {Description: of pushes}
              Denial:
                Type: AWS::IAM::Policy
                Properties:
                  Roles: [!Ref PushRole]
                  PolicyDocument:
                    Statement: [{Effect: Deny, Action: 'execute-api:ManageConnections', Resource: !Sub 'arn:aws:execute-api:x:1:${Sockets}/*'}]
            """);
        assertThat(rewrite.after().text()).doesNotContain("Denial", "GetSecretValue");
        assertThat(rewrite.notes())
                .anyMatch(note -> note.startsWith("the role of Push has to allow secretsmanager:GetSecretValue"));
        assertThat(rules(rewrite.after().text())).anyMatch(rule -> rule.endsWith("unreadable-secret"));
    }

    @Test
    void a_role_of_another_stack_is_named() {
        Rewrite rewrite = rewrite(SOCKETS + FUNCTION.replace("!GetAtt PushRole.Arn", "!ImportValue push-role"));
        assertThat(rewrite.notes()).anyMatch(note -> note.contains("it is not in this template"));
        assertThat(rules(rewrite.after().text())).noneMatch(rule -> rule.endsWith("unreadable-secret"));
    }

    @Test
    void sams_shorthand_becomes_sams_shorthand() {
        String after = rewrite("Transform: AWS::Serverless-2016-10-31\n" + SOCKETS + """
              Ask:
                Type: AWS::Serverless::Function
                Properties:
                  Environment: {Variables: {WEBSOCKET_CONNECTIONS_TABLE: !Ref WebSocketConnections}}
                  Policies:
                    - DynamoDBReadPolicy: {TableName: !Ref WebSocketConnections}
                    - DynamoDBReadPolicy: {TableName: orders}
            """)
                .after()
                .text();
        assertThat(after)
                .contains("- AWSSecretsManagerGetSecretValuePolicy:", "DynamoDBReadPolicy: {TableName: orders}");
        assertThat(rules(after)).noneMatch(rule -> rule.endsWith("unreadable-secret"));
    }

    @Test
    void check_knows_who_may_read_the_secret() {
        String with = """
            Resources:
              F:
                Type: AWS::Lambda::Function
                Properties:
                  Role: !GetAtt R.Arn
                  Environment: {Variables: {TRUNKLINE_API_KEY_SECRET: !Sub 'trunkline/WizzUser/${AWS::StackName}/acme/a'}}
              R:
                Type: AWS::IAM::Role
                Properties:
                  Policies:
                    - PolicyName: a
                      PolicyDocument:
                        Statement: {Effect: Allow, Action: %s, Resource: %s}
            """;
        String own = "!Sub 'arn:aws:secretsmanager:x:1:secret:trunkline/WizzUser/${AWS::StackName}/acme/a-??????'";
        assertThat(rules(with.formatted("'secretsmanager:GetSecretValue'", own)))
                .isEmpty();
        assertThat(rules(with.formatted("['secretsmanager:get*']", "'*'"))).isEmpty();
        assertThat(rules(with.formatted("['secretsmanager:*']", "'arn:aws:secretsmanager:x:1:secret:trunkline/*'")))
                .isEmpty();
        for (String wrong : List.of(
                with.formatted("'secretsmanager:PutSecretValue'", own),
                with.formatted("'secretsmanager:GetSecretValue'", own.replace("acme/a", "acme/b")),
                with.formatted("'secretsmanager:GetSecretValue'", own.replace("-??????", "")),
                with.formatted("'secretsmanager:GetSecretValue'", own).replace("Allow", "Deny"))) {
            assertThat(rules(wrong)).containsExactly("6 unreadable-secret");
        }
    }

    @Test
    void check_finds_empty_policies() {
        assertThat(rules("""
            Resources:
              P:
                Type: AWS::IAM::Policy
                Properties:
                  PolicyDocument: {Version: '2012-10-17'}
              Q:
                Type: AWS::IAM::Policy
                Properties:
                  PolicyDocument: {Version: '2012-10-17', Statement: []}
            """)).containsExactly("5 empty-policy", "9 empty-policy");
    }
}
