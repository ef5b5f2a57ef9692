package io.trunkline.migration.template.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.migration.template.Fixtures;
import io.trunkline.routing.key.AppKey;
import org.junit.jupiter.api.Test;

/** A change of DeletionPolicy alone may be no change to CloudFormation: one of Metadata comes with it. */
class RetentionTest {
    private static Rewrite retain(String text) {
        return TemplateRewriter.rewrite(
                Fixtures.text("t.yaml", text),
                RewriteOptions.of(AppKey.parse("acme/a")).with(RewriteStep.RETAIN));
    }

    @Test
    void metadata_comes_with_the_policies() {
        Rewrite rewrite = retain("""
            Resources:
              WebSocketConnections:
                Type: AWS::DynamoDB::Table
                DeletionPolicy: Delete
                Properties: {TableName: ws}
              Sockets:
                Type: AWS::ApiGatewayV2::Api
                Metadata:
                  Owner: us
                Properties: {ProtocolType: WEBSOCKET, Name: a}
            """);
        assertThat(rewrite.after().text()).isEqualTo("""
            Resources:
              WebSocketConnections:
                Type: AWS::DynamoDB::Table
                UpdateReplacePolicy: Retain
                Metadata:
                  Trunkline: retained
                DeletionPolicy: Retain
                Properties: {TableName: ws}
              Sockets:
                Type: AWS::ApiGatewayV2::Api
                DeletionPolicy: Retain
                UpdateReplacePolicy: Retain
                Metadata:
                  Owner: us
                  Trunkline: retained
                Properties: {ProtocolType: WEBSOCKET, Name: a}
            """);
        assertThat(rewrite.notes()).anyMatch(note -> note.contains("get-template"));
        assertThat(retain(rewrite.after().text()).changed()).isFalse();
    }

    @Test
    void what_is_retained_stays_as_it_is() {
        assertThat(retain("""
            Resources:
              WebSocketConnections:
                Type: AWS::DynamoDB::Table
                DeletionPolicy: RetainExceptOnCreate
                UpdateReplacePolicy: Retain
                Properties: {TableName: ws}
            """).changed()).isFalse();
    }
}
