package io.trunkline.migration.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** A time in a record, in one of the forms that older systems write. */
public record TimeValue(Value value, Form form) {
    /** How it is written. */
    public enum Form {
        /** A text with a zone. */
        ISO,
        /** A text without one. */
        LOCAL,
        /** Since 1970. */
        SECONDS,
        MILLISECONDS
    }

    /** The time, and what had to be mended to read it. */
    public record Read(Instant at, List<Repair> repairs) {}

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** Seconds of the year 5138; a larger number is of milliseconds, and a smaller number of them is of 1973. */
    private static final long NO_SECONDS = 100_000_000_000L;

    /**
     * Empty where the record has none.
     *
     * @throws DateTimeException where it has one that cannot be read
     */
    Optional<Read> in(String origin, com.fasterxml.jackson.databind.node.ObjectNode fields, Optional<ZoneId> zone) {
        return value.in(fields).map(text -> read(origin, text, zone)).map(TimeValue::countable);
    }

    /** PostgreSQL's infinity and the like are no times that anything ends at. */
    private static Read countable(Read read) {
        if (read.at().isBefore(FIRST) || read.at().isAfter(LAST)) {
            throw new DateTimeException("it is no time that anything begins or ends at: " + read.at());
        }
        return read;
    }

    private Read read(String origin, String text, Optional<ZoneId> zone) {
        return switch (form) {
            case ISO -> iso(origin, text, zone);
            case LOCAL -> local(origin, text, zone);
            case SECONDS, MILLISECONDS -> number(origin, text);
        };
    }

    private Read iso(String origin, String text, Optional<ZoneId> zone) {
        try {
            return new Read(
                    OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                            .toInstant(),
                    List.of());
        } catch (DateTimeException e) {
            // clients of the Flutter kind write their local time, without saying where they are
            return local(origin, text, zone);
        }
    }

    private Read local(String origin, String text, Optional<ZoneId> zone) {
        LocalDateTime time = LocalDateTime.parse(text.replace(' ', 'T'));
        ZoneId named = zone.orElseThrow(() -> new DateTimeException("it has no zone, and none was named"));
        Instant at = time.atZone(named).toInstant();
        return new Read(
                at, List.of(new Repair(origin, RepairKind.ZONE_GIVEN, value.name(), text, at + " (" + named + ")")));
    }

    private Read number(String origin, String text) {
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new DateTimeException("it is no whole number: " + text, e);
        }
        boolean milliseconds = Math.abs(number) >= NO_SECONDS;
        Instant at = milliseconds ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        return milliseconds == (form == Form.MILLISECONDS)
                ? new Read(at, List.of())
                : new Read(
                        at,
                        List.of(new Repair(
                                origin,
                                RepairKind.TIME_UNIT,
                                value.name(),
                                text + (milliseconds ? " ms" : " s"),
                                at.toString())));
    }
}
