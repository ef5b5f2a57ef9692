package io.trunkline.core.tenantfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.app.EventRules;
import io.trunkline.core.app.TenantReader;
import io.trunkline.core.app.TenantReading;
import io.trunkline.routing.catalog.TypePattern;
import io.trunkline.routing.key.AppId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of tenant files is loaded whole or refused whole, with file and line. */
class TenantFilesTest {
    private static final String SMALL = """
        tenant: %s
        types:
          driver: {}
        apps:
          drivers: { types: [driver] }
        """;

    @TempDir
    Path folder = Path.of("");

    @Test
    void loadsTheTenantsThatAreShipped() {
        Path shipped = Path.of("..", "tenants");
        TenantLoad load = TenantFiles.load(shipped);
        assertThat(load).isInstanceOf(TenantLoad.Loaded.class);
        List<TenantFile> files = ((TenantLoad.Loaded) load).files();
        assertThat(files.stream().map(file -> file.reading().tenant().id().value()))
                .contains("parcelo", "wizz");
        var wizz = files.stream()
                .map(file -> file.reading().tenant())
                .filter(tenant -> tenant.id().value().equals("wizz"))
                .findFirst()
                .orElseThrow();
        assertThat(wizz.apps().keySet())
                .containsExactlyInAnyOrder(
                        new AppId("drivers"),
                        new AppId("customers"),
                        new AppId("order-receiver"),
                        new AppId("dispatch"));
        Set<String> routes =
                wizz.catalog().rules().stream().map(rule -> rule.name()).collect(Collectors.toSet());
        assertThat(routes)
                .contains("customer-to-merchant", "merchant-to-driver", "driver-to-customer")
                .doesNotContain("customer-to-driver");
        assertThat(wizz.catalog().rules()).noneMatch(rule -> rule.from().equals(TypePattern.ANY));
    }

    @Test
    void readsBackWhatItStoresAsJson() throws IOException {
        for (TenantFile file : ((TenantLoad.Loaded) TenantFiles.load(Path.of("..", "tenants"))).files()) {
            var stored = JsonMapper.builder().build().readTree(file.definition().toString());
            assertThat(TenantReader.read(stored)).isEqualTo(file.reading());
        }
    }

    @Test
    void namesFileAndLineOfEveryProblem() throws IOException {
        write("a.yaml", SMALL.formatted("alpha") + """
            statuss: active
            routes:
              - { from: driver, to: merchent, events: ["*"] }
              - from: driver
                to: driver
            """);
        write("b.yaml", "tenant: beta\ntypes: [\n");
        assertThat(problems())
                .hasSize(4)
                .anySatisfy(line -> assertThat(line)
                        .startsWith(folder.resolve("a.yaml") + ":6: /statuss: unknown key 'statuss'")
                        .contains("did you mean 'status'?"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(folder.resolve("a.yaml") + ":8: /routes/0/to: names the undeclared type"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(folder.resolve("a.yaml") + ":9: /routes/1/events: must list at least one event"))
                .anySatisfy(line -> assertThat(line).startsWith(folder.resolve("b.yaml") + ":3: is no YAML"));
    }

    @Test
    void refusesRepeatedKeysWithBothLines() throws IOException {
        write("a.yaml", SMALL.formatted("alpha") + "tenant: beta\n");
        assertThat(problems())
                .containsExactly(
                        folder.resolve("a.yaml") + ":6: repeats the key 'tenant', which stands on line 1 already");
    }

    @Test
    void refusesATenantOrDoorOfTwoFiles() throws IOException {
        String door = "doors: [{ door: orders.example.com, app: drivers }]\n";
        write("a.yaml", SMALL.formatted("alpha") + door);
        write("b.yaml", SMALL.formatted("alpha"));
        write("c.yaml", SMALL.formatted("gamma") + door);
        assertThat(problems())
                .containsExactly(
                        folder.resolve("b.yaml") + ":1: /tenant: the tenant 'alpha' is registered already, at "
                                + folder.resolve("a.yaml") + ":1",
                        folder.resolve("c.yaml")
                                + ":6: /doors/0/door: the door 'orders.example.com' is registered already, at "
                                + folder.resolve("a.yaml") + ":6");
    }

    @Test
    void refusesALocalPortOfTwoDoors() throws IOException {
        String door = "doors: [{ door: %s.example, app: drivers, localPort: %s }]\n";
        write("a.yaml", SMALL.formatted("a") + door.formatted("a", "11"));
        write("b.yaml", SMALL.formatted("b") + door.formatted("b", "11"));
        write("c.yaml", SMALL.formatted("c") + door.formatted("c", "1000"));

        assertThat(TenantFiles.load(folder)).isInstanceOfSatisfying(TenantLoad.Refused.class, refused -> {
            assertThat(refused.problems()).hasSize(2);
            assertThat(refused.problems().getFirst()).contains("b.yaml:6", "local port 11", "a.yaml:6");
            assertThat(refused.problems().getLast()).contains("c.yaml:6", "from 1 to 999");
        });
    }

    private static final String EVENTS = "events: { check: reject, catalogue: \"1.0\" }\n";

    private void schema(String path, String text) throws IOException {
        Path file = folder.resolve("alpha/events/1.0").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void loadsTheCatalogueOfEventsThatAFileNames() throws IOException {
        write("a.yaml", SMALL.formatted("alpha") + EVENTS);
        schema("order/created.json", "{\"type\": \"object\"}");
        schema("chat_message.json", "true");

        assertThat(TenantFiles.load(folder)).isInstanceOfSatisfying(TenantLoad.Loaded.class, loaded -> {
            TenantFile file = loaded.files().getFirst();
            assertThat(file.reading().tenant().events().check()).isEqualTo(EventRules.Check.REJECT);
            assertThat(file.reading().tenant().events().schemas().keySet())
                    .containsExactlyInAnyOrder("order:created", "chat_message");
            assertThat(file.definition()
                            .at("/events/schemas/order:created/type")
                            .asText())
                    .isEqualTo("object");
        });
    }

    @Test
    void refusesABadSchemaWithItsFileAndReason() throws IOException {
        write("a.yaml", SMALL.formatted("alpha") + EVENTS);
        schema("good.json", "true");
        schema("order/created.json", "{\"properties\": {\"a\": {\"requried\": [\"b\"]}}}");
        schema("order/no_json.json", "{\n\"type\":");
        schema("notes.txt", "x");

        assertThat(problems())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line)
                        .startsWith(folder.resolve("alpha/events/1.0/order/created.json") + ":1:")
                        .contains("/properties/a/requried: is no keyword"))
                .anySatisfy(line -> assertThat(line).contains("no_json.json:1: line 2: is no JSON"))
                .anySatisfy(line -> assertThat(line).contains("notes.txt:1: is no *.json file"));
    }

    @Test
    void refusesACatalogueThatIsNotThereOrTooLarge() throws IOException {
        write("a.yaml", SMALL.formatted("alpha") + EVENTS);
        assertThat(problems()).singleElement().asString().contains("alpha/events/1.0: no folder that can be read");

        for (int i = 0; i < 8; i++) {
            schema("e" + i + ".json", "{\"description\": \"" + "x".repeat(50_000) + "\"}");
        }
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(folder.resolve("a.yaml") + ":6: /events/catalogue: makes the tenant's definition 39")
                .contains("350 KB at most");
    }

    @Test
    void refusesWhatJsonCannotSay() throws IOException {
        write("a.yaml", "tenant: &t alpha\ntypes: *t\n");
        write("b.yaml", "tenant: !!java.net.URL 'http://evil.example.com'\n");
        write("c.yaml", SMALL.formatted("gamma") + "---\ntenant: other\n");
        write("d.yaml", "? [a, b]\n: c\n");
        assertThat(problems())
                .anyMatch(line -> line.contains("a.yaml:1: sets an anchor"))
                .anyMatch(line -> line.contains("a.yaml:2: uses an alias"))
                .anyMatch(line -> line.contains("b.yaml:1: has the tag"))
                .anyMatch(line -> line.contains("c.yaml:6: starts a second document"))
                .anyMatch(line -> line.contains("d.yaml:1: has a key that is no plain text"))
                .hasSize(5);
    }

    @Test
    void staysSmallAndShallowOnHostileFiles() throws IOException {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        write("a.yaml", laughs.toString());
        write("b.yaml", "x: " + "[".repeat(100_000));
        write("c.yaml", "x: " + "y".repeat(300_000));
        write("d.yaml", "tenant: \"\\ud800\"\n");
        write("e.yaml", "\u0000");
        Files.write(folder.resolve("f.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0x41});
        Files.createDirectory(folder.resolve("g.yaml"));
        assertThat(problems())
                .anyMatch(line -> line.contains("b.yaml:1: is nested more than"))
                .anyMatch(line -> line.contains("c.yaml:1: is larger than 256 KB"))
                .anyMatch(line -> line.contains("f.yaml:1: is not UTF-8"))
                .anyMatch(line -> line.contains("g.yaml:1: cannot be read"));
    }

    @Test
    void readsScalarsAsYamlOnePointTwo() throws IOException {
        write("a.yaml", """
            tenant: no
            status: "active"
            types: { on: {}, yes: { roles: } }
            limits: { maxConnections: 10 }
            apps: { off: { types: [on, yes] } }
            """);
        TenantLoad load = TenantFiles.load(folder);
        assertThat(load).isInstanceOf(TenantLoad.Loaded.class);
        TenantReading.Valid reading =
                ((TenantLoad.Loaded) load).files().getFirst().reading();
        assertThat(reading.tenant().id()).hasToString("no");
        assertThat(reading.tenant().limits().maxConnections()).hasValue(10);
    }

    @Test
    void saysWhatToDoWhereThereIsNothingToRead() throws IOException {
        assertThat(problems())
                .containsExactly(folder + ": holds no tenant; put a *.yaml file there, see docs/tenants.md");
        write("a.yml", SMALL.formatted("alpha"));
        assertThat(problems()).anyMatch(line -> line.contains("a.yml:1: would not be read; rename it"));
        assertThat(TenantFiles.load(folder.resolve("none")))
                .isEqualTo(new TenantLoad.Refused(List.of(
                        folder.resolve("none") + ": no folder that can be read; tenants are its *.yaml files")));
    }

    @Test
    void refusesADialectThatTheBuildLacks() throws IOException {
        write("a.yaml", SMALL.formatted("alpha").replace("types: [driver]", "types: [driver], dialect: trunkline.v2"));
        assertThat(TenantFiles.load(folder)).isInstanceOf(TenantLoad.Loaded.class);
        assertThat(TenantFiles.load(folder, Set.of("trunkline.v1"))).asString().contains("a.yaml:5", "trunkline.v2");
    }

    private void write(String name, String text) throws IOException {
        Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> problems() {
        TenantLoad load = TenantFiles.load(folder);
        assertThat(load).isInstanceOf(TenantLoad.Refused.class);
        return ((TenantLoad.Refused) load).problems();
    }
}
