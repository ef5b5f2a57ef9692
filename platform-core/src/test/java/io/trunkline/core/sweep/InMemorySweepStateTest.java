package io.trunkline.core.sweep;

import io.trunkline.core.testing.InMemorySweepState;

class InMemorySweepStateTest extends SweepStateContractTest {
    private final InMemorySweepState state = new InMemorySweepState();

    @Override
    protected SweepState state() {
        return state;
    }
}
