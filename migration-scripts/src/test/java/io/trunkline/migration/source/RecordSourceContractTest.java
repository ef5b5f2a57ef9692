package io.trunkline.migration.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link RecordSource} does. */
public abstract class RecordSourceContractTest {
    /** A store of one test alone, whose records have a number {@code n}. */
    protected interface Store extends AutoCloseable {
        RecordSource open();

        /** Behind all others, where the store has an order. */
        void add(int number);

        void remove(int number);

        /** Adds a record that holds what is neither text nor number, or that is none at all. */
        void addOdd();

        /** Ends it while others read. */
        void vanish();

        @Override
        default void close() {}
    }

    private Optional<Store> opened = Optional.empty();

    /** Records enough for more than two pages. */
    protected abstract int many();

    /** A new store with the records 0 to {@code records} exclusive. */
    protected abstract Store store(int records);

    /** A source of a store that holds no such table, collection or file. */
    protected abstract RecordSource missing();

    private Store with(int records) {
        Store store = store(records);
        opened = Optional.of(store);
        return store;
    }

    @AfterEach
    void end() {
        opened.ifPresent(Store::close);
    }

    @Test
    void every_record_is_read_once_by_pages() {
        List<SourceRecord> all = new ArrayList<>();
        int pages = 1;
        try (RecordSource source = with(many()).open()) {
            SourcePage page = source.page(Optional.empty());
            all.addAll(page.records());
            while (page.next().isPresent()) {
                page = source.page(page.next());
                all.addAll(page.records());
                pages++;
            }
        }

        assertThat(numbers(all))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, many()).boxed().toList());
        assertThat(all).extracting(SourceRecord::origin).doesNotHaveDuplicates();
        assertThat(pages).isGreaterThan(2);
    }

    @Test
    void another_reader_goes_on_where_the_first_stopped() {
        Store store = with(many());
        SourcePage first;
        try (RecordSource source = store.open()) {
            first = source.page(Optional.empty());
        }
        List<SourceRecord> rest = rest(store, first.next());

        assertThat(first.records()).isNotEmpty();
        assertThat(numbers(rest)).hasSize(many() - first.records().size());
        Set<Integer> all = new HashSet<>(numbers(first.records()));
        all.addAll(numbers(rest));
        assertThat(all).hasSize(many());
    }

    @Test
    void an_empty_store_has_no_records() {
        assertThat(rest(with(0), Optional.empty())).isEmpty();
    }

    @Test
    void records_that_stand_throughout_are_read_once_while_others_come_and_go() {
        Store store = with(many());
        SourcePage first;
        try (RecordSource source = store.open()) {
            first = source.page(Optional.empty());
        }
        List<Integer> read = numbers(first.records());
        int unread = IntStream.range(0, many())
                .filter(number -> !read.contains(number))
                .max()
                .orElseThrow();

        // the one that the next page starts behind, one that is still to come, and a new one
        store.remove(read.getLast());
        store.remove(unread);
        store.add(many());

        List<Integer> rest = numbers(rest(store, first.next()));
        assertThat(rest).doesNotContain(unread).doesNotHaveDuplicates().doesNotContainAnyElementsOf(read);
        rest.remove((Object) many());
        assertThat(rest).hasSize(many() - read.size() - 1);
    }

    @Test
    void a_record_that_holds_what_cannot_be_read_is_a_record_still() {
        Store store = with(2);
        store.addOdd();

        List<SourceRecord> all = rest(store, Optional.empty());

        assertThat(all).hasSize(3).noneMatch(record -> record.origin().isBlank());
        assertThat(all.toString()).as("binary and broken text").doesNotContain("eyJ", "[B@");
    }

    @Test
    void a_store_that_ends_in_the_middle_says_so() {
        Store store = with(many());
        try (RecordSource source = store.open()) {
            SourcePage first = source.page(Optional.empty());
            store.vanish();

            assertThatThrownBy(() -> source.page(first.next()))
                    .isInstanceOf(SourceException.class)
                    .hasMessageMatching("(?s)the (table|collection|file) .*");
        }
    }

    @Test
    void what_is_not_there_is_said_not_to_be() {
        assertThatThrownBy(() -> {
                    try (RecordSource source = missing()) {
                        source.page(Optional.empty());
                    }
                })
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("nothing_here");
    }

    private static List<SourceRecord> rest(Store store, Optional<String> from) {
        List<SourceRecord> rest = new ArrayList<>();
        try (RecordSource source = store.open()) {
            SourcePage page = source.page(from);
            rest.addAll(page.records());
            while (page.next().isPresent()) {
                page = source.page(page.next());
                rest.addAll(page.records());
            }
        }
        return rest;
    }

    private static List<Integer> numbers(List<SourceRecord> records) {
        return new ArrayList<>(records.stream()
                .map(record -> record.fields().path("n").asInt(-1))
                .toList());
    }
}
