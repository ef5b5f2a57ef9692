package io.trunkline.migration.template.model;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.text.TemplateText;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Entry;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import io.trunkline.migration.template.text.YamlTree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A template that was read: its parts by their names, in the order of the file. */
public final class Template {
    private final YamlTree tree;
    private final TemplateKind kind;

    private Template(YamlTree tree, TemplateKind kind) {
        this.tree = tree;
        this.kind = kind;
    }

    /** Reads a template; an {@link OperatorException} says where it is none, or none that can be edited. */
    public static Template read(TemplateText text) {
        refuseTerraform(text);
        YamlTree tree = YamlTree.read(text);
        return new Template(tree, kindOf(tree));
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

    /** Whether parts of it are in files that it includes, so that it cannot be judged from this file alone. */
    public boolean partial() {
        return !includes().isEmpty();
    }

    /** The places where another file is included in the parts that hold resources or functions. */
    public List<YamlNode> includes() {
        Stream<YamlNode> parts = serverless()
                ? Stream.of("functions", "resources", "provider").flatMap(part -> root().get(part).stream())
                : root().get("Resources").stream();
        return parts.flatMap(Template::scalars)
                .filter(node ->
                        node.text().filter(text -> text.contains("${file(")).isPresent()
                                || node.text().filter("AWS::Include"::equals).isPresent())
                .toList();
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

    public List<Reference> references(YamlNode node) {
        return References.in(node, serverless());
    }

    public String where(YamlNode node) {
        return tree.where(node);
    }
}
