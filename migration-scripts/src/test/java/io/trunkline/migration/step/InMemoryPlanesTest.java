package io.trunkline.migration.step;

import io.trunkline.migration.control.ControlPlanes;

class InMemoryPlanesTest extends PlanesContractTest {
    private final InMemoryPlanes planes = new InMemoryPlanes();

    @Override
    protected ControlPlanes planes() {
        return planes.planes();
    }

    @Override
    protected String api() {
        return "a1";
    }

    @Override
    protected String function() {
        return "older";
    }
}
