package io.trunkline.core.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.routing.key.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CursorsTest {
    private static final TenantId WIZZ = new TenantId("wizz");
    private static final TenantId PARCELO = new TenantId("parcelo");
    private static final String QUESTION = "connections order:o-9";

    private final Cursors cursors =
            new Cursors(tenant -> Arrays.copyOf(tenant.value().getBytes(StandardCharsets.UTF_8), 32));

    @Test
    void aCursorOpensToItsPlace() {
        assertThat(cursors.open(WIZZ, QUESTION, cursors.seal(WIZZ, QUESTION, "3:L0SM9c=")))
                .contains("3:L0SM9c=");
    }

    @Test
    void anotherTenantsOrAnotherQuestionsOpensNothing() {
        String cursor = cursors.seal(WIZZ, QUESTION, "3:x");

        assertThat(cursors.open(PARCELO, QUESTION, cursor)).isEmpty();
        assertThat(cursors.open(WIZZ, "connections order:o-8", cursor)).isEmpty();
    }

    @Test
    void whateverByteOfItIsChangedItOpensNothing() {
        byte[] cursor = Base64.getUrlDecoder().decode(cursors.seal(WIZZ, QUESTION, "3:x"));
        for (int i = 0; i < cursor.length; i++) {
            byte[] changed = cursor.clone();
            changed[i] ^= 1;
            assertThat(open(changed)).as("byte %d", i).isEmpty();
        }
        assertThat(open(Arrays.copyOf(cursor, cursor.length - 1))).isEmpty();
        assertThat(open(Arrays.copyOf(cursor, cursor.length + 1))).isEmpty();
    }

    @Test
    void whatIsNoCursorOpensNothing() {
        assertThat(cursors.open(WIZZ, QUESTION, "")).isEmpty();
        assertThat(cursors.open(WIZZ, QUESTION, "%%")).isEmpty();
        assertThat(cursors.open(WIZZ, QUESTION, "AAAA")).isEmpty();
        assertThat(cursors.open(WIZZ, QUESTION, "A".repeat(100_000))).isEmpty();
        assertThat(cursors.open(WIZZ, QUESTION, cursors.seal(WIZZ, QUESTION, "3:x") + "="))
                .isEmpty();
    }

    private Optional<String> open(byte[] cursor) {
        return cursors.open(
                WIZZ, QUESTION, Base64.getUrlEncoder().withoutPadding().encodeToString(cursor));
    }
}
