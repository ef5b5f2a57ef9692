package io.trunkline.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.Standing;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class RegistryKeysTest {
    private static final TenantId WIZZ = new TenantId("wizz");

    @Property(tries = 500)
    void anIssuerAndAudienceShareAKeyWithNoOtherTwo(
            @ForAll String a, @ForAll String b, @ForAll String c, @ForAll String d) {
        assertThat(RegistryKeys.audience(a, b).equals(RegistryKeys.audience(c, d)))
                .isEqualTo(a.equals(c) && b.equals(d));
        if (!b.isEmpty()) {
            // the same characters, parted elsewhere
            assertThat(RegistryKeys.audience(a, b))
                    .isNotEqualTo(RegistryKeys.audience(a + b.charAt(0), b.substring(1)));
        }
    }

    @Test
    void everyKeyFitsASortKeyOf1024Bytes() {
        EntityRef entity = EntityRef.parse("t".repeat(64) + "/" + "x".repeat(1024));
        RoomKey room = new RoomKey(WIZZ, RoomName.parse("k".repeat(64) + ":" + "x".repeat(1024)));
        String longest = "x".repeat(10_000);

        assertThat(RegistryKeys.grant(room, new Standing.Of(entity))).satisfies(RegistryKeysTest::fits);
        assertThat(RegistryKeys.membership(longest, new Standing.Of(entity))).satisfies(RegistryKeysTest::fits);
        assertThat(RegistryKeys.audience(longest, longest)).satisfies(RegistryKeysTest::fits);
        assertThat(RegistryKeys.issuer(longest)).satisfies(RegistryKeysTest::fits);
    }

    private static void fits(String key) {
        assertThat(key.getBytes(StandardCharsets.UTF_8).length).isBetween(1, 1024);
    }

    @Test
    void theMembershipsOfAUserStartWithThatUsersKeyAndNoOthers() {
        String key = RegistryKeys.membership("u-1", Standing.parse("merchant/m-1"));

        assertThat(key).startsWith(RegistryKeys.membershipsOf("u-1"));
        assertThat(key).doesNotStartWith(RegistryKeys.membershipsOf("u-"));
        assertThat(key).doesNotStartWith(RegistryKeys.membershipsOf("u"));
    }

    @Test
    void noTenantCanHaveTheNameOfAPartitionThatBelongsToNone() {
        for (String partition : new String[] {RegistryKeys.DOORS, RegistryKeys.ISSUERS, RegistryKeys.AUDIENCES}) {
            Assertions.assertThatThrownBy(() -> new TenantId(partition)).isInstanceOf(MalformedKeyException.class);
        }
        Assertions.assertThatThrownBy(() -> new TenantId(RegistryKeys.connectionCounter(WIZZ)))
                .isInstanceOf(MalformedKeyException.class);
    }
}
