package io.trunkline.core.auth;

import io.trunkline.core.testing.InMemoryMembershipStore;

class InMemoryMembershipStoreTest extends MembershipStoreContractTest {
    private final MembershipStore store = new InMemoryMembershipStore();

    @Override
    protected MembershipStore store() {
        return store;
    }
}
