package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how an app's clients say who they are, and whether some need not. */
final class FirstFrameReader {
    private static final int MOST = 100_000;
    private static final int MOST_IN_A_ROOM = 1_000;
    private static final int USUAL_IN_A_ROOM = 5;
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final Duration USUAL = Duration.ofMinutes(15);

    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,3})([sm])");

    private FirstFrameReader() {}

    /**
     * Empty where clients authenticate in their handshake, or something wrong stands there, which is noted.
     *
     * @param admitted the types that connect through the app by a token
     */
    static Optional<FirstFrame> read(DefinitionNode app, Set<EntityType> admitted, DeclaredNames declared) {
        DefinitionNode how = app.get("authenticate");
        DefinitionNode limit = app.get("waitingPerMinutePerAddress");
        DefinitionNode visitors = app.get("visitors");
        boolean firstFrame = !how.isMissing()
                && how.oneOf(Set.of("handshake", "first-frame"))
                        .filter("first-frame"::equals)
                        .isPresent();
        if (!firstFrame) {
            for (DefinitionNode node : new DefinitionNode[] {limit, visitors}) {
                if (!node.isMissing()) {
                    node.problem("needs 'authenticate: first-frame'");
                }
            }
            return Optional.empty();
        }
        return Optional.of(new FirstFrame(
                number(limit, MOST), visitors.isMissing() ? Optional.empty() : visitors(visitors, admitted, declared)));
    }

    private static Optional<Visitors> visitors(DefinitionNode node, Set<EntityType> admitted, DeclaredNames declared) {
        node.onlyKeys("type", "stay", "perRoom", "perMinutePerAddress");
        Optional<EntityType> type =
                node.get("type").key(EntityType::new).filter(name -> declared.declaredType(node.get("type"), name));
        // a token must never make anybody a visitor, nor the other way round
        if (type.filter(admitted::contains).isPresent()) {
            node.get("type").problem("is a type that connects through the app by a token");
        }
        Duration stay = node.get("stay").isMissing()
                ? USUAL
                : node.get("stay").key(FirstFrameReader::time).orElse(USUAL);
        int perRoom = node.get("perRoom").optionalNumber(1, MOST_IN_A_ROOM).orElse(USUAL_IN_A_ROOM);
        OptionalInt perAddress = number(node.get("perMinutePerAddress"), MOST);
        return type.map(name -> new Visitors(name, stay, perRoom, perAddress));
    }

    private static Duration time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration time = matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
            if (time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0) {
                return time;
            }
        }
        throw new IllegalArgumentException("must be a time from 30s to 120m, such as 90s or 15m");
    }

    private static OptionalInt number(DefinitionNode node, int most) {
        return node.optionalNumber(1, most).map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
