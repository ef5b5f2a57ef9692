package io.trunkline.lambda.handler;

import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.auth.Authenticator;
import io.trunkline.core.schema.Metric;
import io.trunkline.core.usage.UsageTab;
import io.trunkline.lambda.event.AuthorizerResponse;
import io.trunkline.lambda.event.GatewayEvent;
import io.trunkline.lambda.event.GatewayEventReader;
import io.trunkline.lambda.event.PrincipalContext;
import io.trunkline.lambda.event.WaitingContext;
import io.trunkline.lambda.metrics.InvocationMetrics;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies a handshake before anything else runs and before anything is stored. */
@Singleton
final class AuthorizerHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AuthorizerHandler.class);

    private final Authenticator authenticator;

    AuthorizerHandler(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    byte[] handle(InputStream input) throws IOException {
        GatewayEvent event = GatewayEventReader.read(input);
        UsageTab.label("request", event.requestId());
        UsageTab.label("connection", event.connectionId().value());
        String methodArn = event.methodArn()
                .orElseThrow(() -> new IllegalArgumentException("not an authorizer's event: no methodArn"));
        return switch (authenticator.authenticate(Handshakes.of(event))) {
            case AuthOutcome.Accepted accepted -> {
                InvocationMetrics.count(Metric.AUTHORIZED);
                UsageTab.belongsTo(accepted.principal().identity().tenant());
                LOG.info(
                        "authorized app={} connection={}",
                        accepted.principal().identity().app(),
                        event.connectionId());
                yield AuthorizerResponse.allow(
                                accepted.principal().identity().app().toString(),
                                methodArn,
                                PrincipalContext.write(accepted))
                        .toJson();
            }
            case AuthOutcome.Waiting waiting -> {
                InvocationMetrics.count(Metric.AUTHORIZED);
                UsageTab.belongsTo(waiting.app().tenant());
                LOG.info("let in to authenticate app={} connection={}", waiting.app(), event.connectionId());
                yield AuthorizerResponse.allow(
                                waiting.app().toString(), methodArn, WaitingContext.write(waiting, event))
                        .toJson();
            }
            case AuthOutcome.Denied denied -> {
                InvocationMetrics.count(Metric.DENIED);
                LOG.info(
                        "denied code={} connection={} detail={}",
                        denied.rejection().code().code(),
                        event.connectionId(),
                        denied.detail());
                if (denied.rejection().code().status() == 401) {
                    throw new UnauthorizedException();
                }
                yield AuthorizerResponse.deny(methodArn).toJson();
            }
        };
    }
}
