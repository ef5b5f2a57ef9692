package io.trunkline.routing.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
    private static final EntityType DRIVER = new EntityType("driver");

    @ParameterizedTest
    @ValueSource(
            strings = {"#", "/", ":", "@", " ", "a b", "..", "{}", "\"", "'", "\\", "%2F", "\ud83d\ude00", "\u202e"})
    void anIdMayHoldWhateverIsText(String id) {
        assertThat(new EntityRef(DRIVER, id).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\u0000", "a\tb", "a\n", "\u007f", "\u0085", "\ud800", "a\udc00", "\udc00\ud800", "\ud83d"})
    void anIdIsNeitherEmptyNorBrokenNorControlCharacters(String id) {
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new EntityRef(DRIVER, id));
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new RoomName.User(id));
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new RoomName.Topic("order", id));
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new Scope("branch", id));
    }

    @Test
    void anIdHoldsExactly1024BytesAndNotOneMore() {
        for (String full : List.of("a".repeat(1024), "\u00e9".repeat(512), "\ud83d\ude00".repeat(256))) {
            assertThat(new EntityRef(DRIVER, full).id()).isEqualTo(full);
            assertThatExceptionOfType(MalformedKeyException.class)
                    .isThrownBy(() -> new EntityRef(DRIVER, full + "a"))
                    .withMessageContaining("1024 bytes");
        }
    }

    @Test
    void aScopeValueHoldsExactly256BytesAndNotOneMore() {
        assertThat(new Scope("branch", "b".repeat(256)).value()).hasSize(256);
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new Scope("branch", "b".repeat(257)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "order-receiver", "order_receiver", "manufacturing27", "a.b"})
    void namesAreMadeOfLettersDigitsAndThreeSigns(String name) {
        assertThat(new TenantId(name)).hasToString(name);
        assertThat(new AppId(name)).hasToString(name);
        assertThat(new EntityType(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "-a", "a b", "a#b", "a/b", "a:b", "a\n", "\u00e4", "a@b", "*"})
    void anythingElseIsNoName(String name) {
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new TenantId(name));
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new AppId(name));
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new EntityType(name));
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new RoomName.Role(name));
    }

    @Test
    void aNameHas64CharactersAtMost() {
        assertThat(new TenantId("t".repeat(64)).value()).hasSize(64);
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new TenantId("t".repeat(65)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "entity", "type", "role", "app", "all", "in"})
    void builtInKindsAreNeitherATenantsRoomsNorScopes(String kind) {
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new RoomName.Topic(kind, "x"));
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new Scope(kind, "x"));
    }

    @Test
    void anAppKeyReadsBackAndNeedsBothParts() {
        AppKey key = new AppKey(new TenantId("wizz"), new AppId("drivers"));

        assertThat(AppKey.parse(key.toString())).isEqualTo(key);
        for (String text : List.of("", "wizz", "/drivers", "wizz/", "wizz/a/b")) {
            assertThatExceptionOfType(MalformedKeyException.class).as(text).isThrownBy(() -> AppKey.parse(text));
        }
    }
}
