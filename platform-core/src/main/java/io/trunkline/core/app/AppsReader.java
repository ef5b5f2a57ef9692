package io.trunkline.core.app;

import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the apps of a definition, and the doors that lead to them. */
final class AppsReader {
    private static final String NATIVE_DIALECT = "trunkline.v1";

    /** So that doors move together by whole thousands and never meet. */
    private static final int MAX_LOCAL_PORT = 999;

    private final TenantId tenant;
    private final DeclaredNames declared;
    private final Optional<Set<String>> dialects;

    /** Where {@code dialects} are given, any other name of one is a problem. */
    AppsReader(TenantId tenant, DeclaredNames declared, Optional<Set<String>> dialects) {
        this.tenant = tenant;
        this.declared = declared;
        this.dialects = dialects;
    }

    Map<AppId, App> apps(DefinitionNode node) {
        Map<AppId, App> apps = new LinkedHashMap<>();
        Map<String, DefinitionNode> entries = node.entries();
        if (entries.isEmpty()) {
            node.problem("must register at least one app");
        }
        entries.forEach((name, app) -> app.parsed(name, AppId::new).ifPresent(id -> apps.put(id, app(id, app))));
        return apps;
    }

    private App app(AppId id, DefinitionNode node) {
        node.onlyKeys(
                "types",
                "dialect",
                "origins",
                "issuers",
                "platforms",
                "sessions",
                "authenticate",
                "waitingPerMinutePerAddress",
                "visitors",
                "restoreRooms");
        Set<EntityType> admitted = declared.typesIn(node.get("types"));
        if (node.get("types").isEmptyList()) {
            node.get("types").problem("must list at least one type that may connect through the app");
        }
        Set<String> origins = new LinkedHashSet<>();
        for (DefinitionNode origin : node.get("origins").elements()) {
            origin.text().filter(text -> isOrigin(origin, text)).ifPresent(origins::add);
        }
        List<IssuerTrust> issuers = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        IssuerReader reader = new IssuerReader(admitted, declared);
        for (DefinitionNode issuer : node.get("issuers").elements()) {
            reader.read(issuer).ifPresent(trust -> {
                if (!seen.add(trust.issuer().orElse(""))) {
                    issuer.get("issuer")
                            .problem("the app trusts "
                                    + trust.issuer()
                                            .map(name -> "the issuer '" + name + "'")
                                            .orElse("one issuer without a name")
                                    + " already");
                }
                issuers.add(trust);
            });
        }
        String dialect = dialect(node.get("dialect")).orElse(NATIVE_DIALECT);
        return new App(
                new AppKey(tenant, id),
                admitted,
                dialect,
                origins,
                issuers,
                SessionRulesReader.read(node),
                FirstFrameReader.read(node, admitted, declared));
    }

    /** Browsers send scheme, host and port in lower case and nothing else, so nothing else would ever match. */
    private static boolean isOrigin(DefinitionNode node, String text) {
        boolean valid = text.equals("*") || text.matches("[a-z][a-z0-9+.-]*://[a-z0-9._\\[\\]:-]+");
        if (!valid) {
            node.problem("must be * or an origin as browsers send it, such as https://app.example.com:8443");
        }
        return valid;
    }

    private Optional<String> dialect(DefinitionNode node) {
        Optional<String> dialect = node.optionalText();
        return dialects.isPresent() && dialect.isPresent() ? node.oneOf(dialects.get()) : dialect;
    }

    List<Door> doors(Map<AppId, App> apps, DefinitionNode node) {
        List<Door> doors = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Set<Integer> ports = new HashSet<>();
        for (DefinitionNode door : node.elements()) {
            door.onlyKeys("door", "app", "dialect", "localPort");
            Optional<String> id = door.get("door").text().filter(text -> isDoor(door.get("door"), text));
            Optional<AppId> app = door.get("app").key(AppId::new).filter(name -> {
                if (!apps.containsKey(name)) {
                    door.get("app").problem("names the unregistered app '" + name + "'");
                }
                return apps.containsKey(name);
            });
            Optional<String> dialect = dialect(door.get("dialect"));
            id.filter(name -> !seen.add(name))
                    .ifPresent(name -> door.get("door").problem("the door '" + name + "' is registered twice"));
            OptionalInt localPort = door.get("localPort")
                    .optionalNumber(1, MAX_LOCAL_PORT)
                    .map(OptionalInt::of)
                    .orElseGet(OptionalInt::empty);
            if (localPort.isPresent() && !ports.add(localPort.getAsInt())) {
                door.get("localPort").problem("another door has this port already");
            }
            if (id.isPresent() && app.isPresent()) {
                doors.add(new Door(id.get(), new AppKey(tenant, app.get()), dialect, localPort));
            }
        }
        return doors;
    }

    /** Host names are looked up in lower case; one written otherwise would never be found. */
    private static boolean isDoor(DefinitionNode node, String text) {
        boolean valid = text.matches("[a-z0-9._\\[\\]:-]{1,255}");
        if (!valid) {
            node.problem("must be a host name in lower case, with the port where it is not 443, or an API id");
        }
        return valid;
    }
}
