package io.trunkline.migration.template.model;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.text.LocalFiles;
import io.trunkline.migration.template.text.TemplateText;
import io.trunkline.migration.template.text.Unread;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Entry;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import io.trunkline.migration.template.text.YamlTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A template that was read: its parts by their names, in the order of the file. */
public final class Template {
    private static final Set<String> NESTING = Set.of("AWS::CloudFormation::Stack", "AWS::Serverless::Application");

    private final YamlTree tree;
    private final TemplateKind kind;

    private Template(YamlTree tree, TemplateKind kind) {
        this.tree = tree;
        this.kind = kind;
    }

    /** Reads a text that has no files beside it. */
    public static Template read(TemplateText text) {
        return read(text, LocalFiles.none());
    }

    /**
     * Reads a template with what it includes of {@code files}; an {@link OperatorException} says where it is none, or
     * none that can be edited.
     */
    public static Template read(TemplateText text, LocalFiles files) {
        refuseTerraform(text);
        YamlTree tree = YamlTree.read(text);
        TemplateKind kind = kindOf(tree);
        boolean includes = kind == TemplateKind.SERVERLESS && text.text().contains("${file(");
        return new Template(includes ? YamlTree.read(text, files) : tree, kind);
    }

    private static void refuseTerraform(TemplateText text) {
        String name = text.name();
        if (name.endsWith(".tf") || name.endsWith(".tf.json") || name.endsWith(".hcl")) {
            throw new OperatorException(
                    name + " is Terraform, which is not rewritten here. What to write in the place of its WebSocket"
                            + " resources stands in docs/deploy.md, \"What an app's own stack has instead\".");
        }
    }

    private static TemplateKind kindOf(YamlTree tree) {
        YamlNode root = tree.root();
        if (root.get("service").isPresent()
                && (root.get("provider").isPresent() || root.get("functions").isPresent())) {
            String provider = root.at("provider", "name")
                    .or(() -> root.get("provider"))
                    .flatMap(YamlNode::text)
                    .orElse("aws");
            if (!provider.equals("aws") && !provider.startsWith("${")) {
                throw new OperatorException(tree.text().name() + " deploys to " + provider + ", not to aws");
            }
            return TemplateKind.SERVERLESS;
        }
        if (root.get("Resources").isEmpty()) {
            throw new OperatorException(tree.text().name() + " is neither a CloudFormation or SAM template (it has no"
                    + " Resources) nor a serverless.yml (it has no service and provider)");
        }
        boolean sam = root.get("Transform").stream()
                .flatMap(transform -> Stream.concat(Stream.of(transform), transform.list().stream()))
                .flatMap(node -> node.text().stream())
                .anyMatch(name -> name.startsWith("AWS::Serverless-"));
        return sam ? TemplateKind.SAM : TemplateKind.CLOUDFORMATION;
    }

    public YamlTree tree() {
        return tree;
    }

    public YamlNode root() {
        return tree.root();
    }

    public TemplateKind kind() {
        return kind;
    }

    public boolean serverless() {
        return kind == TemplateKind.SERVERLESS;
    }

    public String name() {
        return tree.text().name();
    }

    public List<Resource> resources() {
        return section("Resources")
                .flatMap(section -> section.entries().stream())
                .filter(entry -> entry.value().resolved() instanceof Mapping)
                .map(entry -> new Resource(entry.name(), entry))
                .toList();
    }

    public Optional<Resource> resource(String id) {
        return resources().stream().filter(resource -> resource.id().equals(id)).findFirst();
    }

    public List<Entry> outputs() {
        return section("Outputs").flatMap(section -> section.entries().stream()).toList();
    }

    public List<Entry> parameters() {
        return section("Parameters")
                .flatMap(section -> section.entries().stream())
                .toList();
    }

    public List<Entry> conditions() {
        return section("Conditions")
                .flatMap(section -> section.entries().stream())
                .toList();
    }

    public List<Entry> mappings() {
        return section("Mappings")
                .flatMap(section -> section.entries().stream())
                .toList();
    }

    public Optional<Entry> parameter(String name) {
        return parameters().stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** The functions of a Serverless file, also where they are a list of mappings. */
    public List<ServerlessFunction> functions() {
        if (!serverless()) {
            return List.of();
        }
        return root().get("functions").stream()
                .flatMap(functions -> Stream.concat(Stream.of(functions), functions.list().stream()))
                .flatMap(node -> node.entries().stream())
                .filter(entry -> entry.value().resolved() instanceof Mapping)
                .map(entry -> new ServerlessFunction(entry.name(), entry))
                .toList();
    }

    /** CloudFormation's section: at the top, or in a Serverless file under {@code resources}, which may be a list. */
    public Stream<YamlNode> section(String name) {
        if (!serverless()) {
            return root().get(name).stream();
        }
        return root().get("resources").stream()
                .flatMap(resources -> Stream.concat(Stream.of(resources), resources.list().stream()))
                .flatMap(node -> node.get(name).stream());
    }

    /** Whether parts of it are in files that were not read, so that it cannot be judged whole. */
    public boolean partial() {
        return !unread().isEmpty();
    }

    /** The places that bring resources or functions from files that were not read. */
    public List<Unread> unread() {
        if (serverless()) {
            Set<YamlNode> structure = structure().collect(Collectors.toSet());
            return tree.unread().stream()
                    .filter(include -> structure.contains(include.at()))
                    .toList();
        }
        return root().get("Resources").stream()
                .flatMap(Template::scalars)
                .filter(node -> node.text().filter("AWS::Include"::equals).isPresent())
                .map(node -> new Unread(node, "CloudFormation alone reads it"))
                .toList();
    }

    /** The places of a Serverless file where an include stands for more than a value. */
    private Stream<YamlNode> structure() {
        Stream<YamlNode> settings = root().get("provider").stream()
                .flatMap(provider -> Stream.concat(
                        Stream.of(provider),
                        Stream.of("environment", "iam", "iamRoleStatements")
                                .flatMap(part -> provider.get(part).stream())
                                .flatMap(part -> below(part, 2))));
        return Stream.concat(
                Stream.concat(settings, root().get("functions").stream().flatMap(functions -> below(functions, 3))),
                root().get("resources").stream().flatMap(resources -> below(resources, 3)));
    }

    private static Stream<YamlNode> below(YamlNode node, int levels) {
        return levels == 0
                ? Stream.of(node)
                : Stream.concat(
                        Stream.of(node),
                        node.resolved().children().stream().flatMap(child -> below(child, levels - 1)));
    }

    /** The local templates of nested stacks that it names: resource, and where it says so. */
    public Map<Resource, String> nested() {
        Map<Resource, String> nested = new LinkedHashMap<>();
        for (Resource resource : resources()) {
            if (NESTING.contains(resource.type())) {
                resource.property("TemplateURL")
                        .or(() -> resource.property("Location"))
                        .filter(node -> node.tag().isEmpty())
                        .flatMap(YamlNode::text)
                        .filter(location -> !location.contains("://") && !location.contains("${"))
                        .ifPresent(location -> nested.put(resource, location));
            }
        }
        return nested;
    }

    /** Whether a loop of the language extensions makes resources of names that are not in the file. */
    public boolean loops() {
        return section("Resources")
                .flatMap(section -> section.entries().stream())
                .anyMatch(entry -> entry.name().startsWith("Fn::ForEach"));
    }

    /** All scalars in {@code node}, as written. */
    public static Stream<YamlNode> scalars(YamlNode node) {
        return node instanceof YamlNode.Scalar
                ? Stream.of(node)
                : node.children().stream().flatMap(Template::scalars);
    }

    /** All statements of policies in {@code node}. */
    public List<Mapping> statements(YamlNode node) {
        List<Mapping> found = new ArrayList<>();
        statements(node, found);
        return found;
    }

    private static void statements(YamlNode node, List<Mapping> found) {
        if (node instanceof Mapping mapping && isStatement(mapping)) {
            found.add(mapping);
        } else {
            node.children().forEach(child -> statements(child, found));
        }
    }

    /** Whether it says who may do what. */
    public static boolean isStatement(Mapping mapping) {
        return mapping.entry("Effect").isPresent() && mapping.entry("Action").isPresent();
    }

    /** All texts in {@code node}, or in what it stands for. */
    public static Stream<String> texts(YamlNode node) {
        return scalars(node.resolved()).flatMap(scalar -> scalar.text().stream());
    }

    /** What {@code ${self:path}} stands for. */
    public Optional<YamlNode> self(String path) {
        return root().at(path.split("\\.", -1));
    }

    public List<Reference> references(YamlNode node) {
        return References.in(node, serverless());
    }
}
