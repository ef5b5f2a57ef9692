package io.trunkline.core.delivery;

import java.util.List;

/** The gateway that the fan-out's tests use keeps the contract of the real one. */
final class ScriptedGatewayTest extends ConnectionGatewayContractTest {
    private final ScriptedGateway gateway = new ScriptedGateway(new VirtualTime());

    @Override
    protected ConnectionGateway gateway() {
        return gateway;
    }

    @Override
    protected void script(Answer answer) {
        gateway.answers(CONNECTION, answer);
    }

    @Override
    protected List<String> received() {
        return gateway.delivered().stream().map(ScriptedGateway.Post::frame).toList();
    }
}
