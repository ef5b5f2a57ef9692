package io.trunkline.routing.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoomNameTest {
    @Provide
    Arbitrary<RoomName> rooms() {
        return Keys.roomNames();
    }

    @Property(tries = 5000)
    void everyRoomsTextReadsBackToIt(@ForAll("rooms") RoomName room) {
        assertThat(RoomName.parse(room.toString())).isEqualTo(room);
    }

    @Example
    void thePropertiesSeeEveryKindOfRoom() {
        Set<Class<?>> seen = new HashSet<>();
        Keys.roomNames().sampleStream().limit(2000).forEach(room -> seen.add(room.getClass()));

        assertThat(seen).isEqualTo(Keys.KINDS).hasSameSizeAs(RoomName.class.getPermittedSubclasses());
    }

    @Property(tries = 5000)
    void aTextThatIsReadPrintsAsItself(@ForAll("texts") String text) {
        RoomName room;
        try {
            room = RoomName.parse(text);
        } catch (MalformedKeyException e) {
            return;
        }
        assertThat(room).hasToString(text);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.of(
                                "all", "user", "entity", "type", "role", "app", "in", "order", ":", "/", "#", "1", "0",
                                "3", "b-1", "a", " ", "branch", "\u00e9", "\ud800")
                        .list()
                        .ofMaxSize(9)
                        .map(parts -> String.join("", parts)),
                Keys.roomNames().map(room -> room.toString().replaceFirst("[:/]", "")));
    }

    @Example
    void roomsAreWrittenAsTheDesignWritesThem() {
        assertThat(RoomName.parse("order:o-9")).isEqualTo(new RoomName.Topic("order", "o-9"));
        assertThat(RoomName.parse("user:u-1")).isEqualTo(new RoomName.User("u-1"));
        assertThat(RoomName.parse("entity:driver/d-7"))
                .isEqualTo(new RoomName.Entity(new EntityRef(new EntityType("driver"), "d-7")));
        assertThat(RoomName.parse("type:driver")).isEqualTo(new RoomName.Type(new EntityType("driver")));
        assertThat(RoomName.parse("role:manager")).isEqualTo(new RoomName.Role("manager"));
        assertThat(RoomName.parse("branch:b-1")).isEqualTo(new Scope("branch", "b-1").room());
        assertThat(RoomName.parse("app:drivers")).isEqualTo(new RoomName.App(new AppId("drivers")));
        assertThat(RoomName.parse("all")).isEqualTo(new RoomName.All());
        assertThat(RoomName.parse("in:branch/3/b-1/type:driver"))
                .isEqualTo(
                        new RoomName.Within(new Scope("branch", "b-1"), new RoomName.Type(new EntityType("driver"))));
    }

    @Example
    void everythingAfterTheFirstSeparatorIsTheId() {
        assertThat(RoomName.parse("order:a:b/c#d@e f")).isEqualTo(new RoomName.Topic("order", "a:b/c#d@e f"));
        assertThat(RoomName.parse("entity:driver/a/b:c#0"))
                .isEqualTo(new RoomName.Entity(new EntityRef(new EntityType("driver"), "a/b:c#0")));
    }

    @Example
    void unicodeTwinsAreTwoRooms() {
        assertThat(RoomName.parse("user:caf\u00e9")).isNotEqualTo(RoomName.parse("user:cafe\u0301"));
    }

    @Example
    void textThatIsNoRoomIsRefused() {
        for (String text : List.of(
                "",
                ":",
                "order",
                "order:",
                ":o-9",
                "All",
                "all:",
                "all:x",
                "in:",
                "entity:",
                "entity:driver",
                "entity:driver/",
                "entity:/d-7",
                "type:",
                "type:a b",
                "role:a/b",
                "app:a#b",
                "9order:x",
                "or der:x",
                "order#:x",
                " all",
                "order:\u0000",
                "order:a\nb",
                "order:\u0085",
                "order:\ud800",
                "order:\udc00\ud800",
                "\u00f6rder:x",
                "in:branch/3/b-1",
                "in:branch/3/b-1/",
                "in:branch//b-1/all",
                "in:branch/0//all",
                "in:branch/03/b-1/all",
                "in:branch/2/b-1/all",
                "in:branch/9/b-1/all",
                "in:branch/9999/b-1/all",
                "in:branch/-3/b-1/all",
                "in:branch/\u0663/b-1/all",
                "in:branch/3/b-1/order:o-9",
                "in:user/1/x/all",
                "in:branch/3/b-1/in:branch/3/b-1/all")) {
            assertThatExceptionOfType(MalformedKeyException.class).as(text).isThrownBy(() -> RoomName.parse(text));
        }
    }

    @Example
    void aTextNestedAsDeepAsAFrameAllowsIsRefusedAndDoesNotExhaustTheStack() {
        String nested = "in:b/1/x/".repeat(14_000) + "all";

        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> RoomName.parse(nested));
    }
}
