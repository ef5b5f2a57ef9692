package io.trunkline.migration.template.model;

import io.trunkline.migration.template.model.SecretAccess.Gap.Kind;
import io.trunkline.migration.template.text.Place;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the functions that are told of an app's API key may read it. */
public final class SecretAccess {
    /** The variable that names the secret with an app's API key. */
    public static final String VARIABLE = "TRUNKLINE_API_KEY_SECRET";

    private final Template template;
    private final List<Gap> gaps = new ArrayList<>();

    /**
     * A function that is told of the secret, and nothing here lets it read that.
     *
     * @param at where it is told
     * @param owner whose variable it is
     */
    public record Gap(Place at, String owner, Kind kind) {
        /** What is known of the right. */
        public enum Kind {
            /** Its rights are in this template, and this one is not among them. */
            MISSING,
            /** Its role is not in this template. */
            ELSEWHERE
        }
    }

    private SecretAccess(Template template) {
        this.template = template;
    }

    public static List<Gap> gaps(Template template) {
        SecretAccess access = new SecretAccess(template);
        if (template.serverless()) {
            access.serverless();
        } else {
            access.cloudFormation();
        }
        return access.gaps;
    }

    private void cloudFormation() {
        List<Resource> functions =
                template.resources().stream().filter(Resource::isFunction).toList();
        for (Resource function : functions) {
            function.property("Environment", "Variables", VARIABLE)
                    .ifPresent(secret -> ask(function.id(), secret, rights(function)));
        }
        // a variable for all functions is of use to some: one of them has to be able to use it
        template.root()
                .at("Globals", "Function", "Environment", "Variables", VARIABLE)
                .filter(secret -> functions.stream().noneMatch(function -> allows(rights(function), secret)))
                .ifPresent(secret -> ask("every function", secret, unlessElsewhere(functions)));
    }

    private Optional<List<YamlNode>> unlessElsewhere(List<Resource> functions) {
        return functions.stream().anyMatch(function -> rights(function).isEmpty())
                ? Optional.empty()
                : Optional.of(List.of());
    }

    private void serverless() {
        Optional<YamlNode> everyones = template.root().at("provider", "environment", VARIABLE);
        everyones
                .filter(secret -> !template.functions().isEmpty())
                .filter(secret -> template.functions().stream().noneMatch(function -> allows(rights(function), secret)))
                .ifPresent(secret -> ask("every function", secret, rightsOfAll()));
        for (ServerlessFunction function : template.functions()) {
            function.body()
                    .at("environment", VARIABLE)
                    .ifPresent(secret -> ask(function.name(), secret, rights(function)));
        }
    }

    private boolean allows(Optional<List<YamlNode>> rights, YamlNode secret) {
        return rights.filter(nodes -> allows(nodes, secret)).isPresent();
    }

    private void ask(String owner, YamlNode secret, Optional<List<YamlNode>> rights) {
        if (rights.isEmpty()) {
            gaps.add(new Gap(secret.place(), owner, Kind.ELSEWHERE));
        } else if (!allows(rights.get(), secret)) {
            gaps.add(new Gap(secret.place(), owner, Kind.MISSING));
        }
    }

    /** Where a function's rights are written; empty where that is not in this template. */
    private Optional<List<YamlNode>> rights(Resource function) {
        Optional<YamlNode> role = function.property("Role")
                .or(() -> function.type().equals("AWS::Serverless::Function")
                        ? template.root().at("Globals", "Function", "Role")
                        : Optional.empty());
        if (role.isPresent()) {
            return role(role.get());
        }
        return Optional.of(function.property("Policies").stream().toList());
    }

    private Optional<List<YamlNode>> rights(ServerlessFunction function) {
        Optional<YamlNode> role = function.body().get("role");
        if (role.isPresent()) {
            return role(role.get());
        }
        List<YamlNode> own = Stream.of("iamRoleStatements")
                .flatMap(key -> function.body().get(key).stream())
                .toList();
        return rightsOfAll()
                .map(all -> Stream.concat(all.stream(), own.stream()).toList());
    }

    private Optional<List<YamlNode>> rightsOfAll() {
        Optional<YamlNode> iamRole = template.root().at("provider", "iam", "role");
        Optional<YamlNode> named = template.root()
                .at("provider", "role")
                .or(() -> iamRole.filter(role ->
                        role.text().isPresent() || role.get("Fn::GetAtt").isPresent()));
        if (named.isPresent()) {
            return role(named.get());
        }
        return Optional.of(Stream.concat(
                        iamRole.flatMap(role -> role.get("statements")).stream(),
                        template.root().at("provider", "iamRoleStatements").stream())
                .toList());
    }

    /** A role of this template, with the policies that name it. */
    private Optional<List<YamlNode>> role(YamlNode named) {
        Optional<Resource> role = template.references(named).stream()
                .map(Reference::name)
                .findFirst()
                .or(named::text)
                .flatMap(template::resource);
        if (role.isEmpty()) {
            return Optional.empty();
        }
        List<YamlNode> rights = new ArrayList<>();
        rights.add(role.get().body());
        template.resources().stream()
                .filter(policy -> policy.type().equals("AWS::IAM::Policy")
                        || policy.type().equals("AWS::IAM::ManagedPolicy")
                        || policy.type().equals("AWS::IAM::RolePolicy"))
                .filter(policy -> refers(policy, role.get()) || refers(role.get(), policy))
                .forEach(policy -> rights.add(policy.body()));
        return Optional.of(rights);
    }

    private boolean refers(Resource from, Resource to) {
        return template.references(from.body()).stream()
                .anyMatch(reference -> reference.name().equals(to.id()));
    }

    private boolean allows(List<YamlNode> rights, YamlNode secret) {
        return rights.stream()
                .anyMatch(node -> template.statements(node).stream().anyMatch(statement -> allows(statement, secret))
                        || bySam(node, secret));
    }

    private static boolean bySam(YamlNode policies, YamlNode secret) {
        return Stream.concat(Stream.of(policies), policies.list().stream())
                .flatMap(policy -> policy.at("AWSSecretsManagerGetSecretValuePolicy", "SecretArn").stream())
                .anyMatch(arn -> covers(arn, secret));
    }

    private static boolean allows(Mapping statement, YamlNode secret) {
        boolean allow = statement
                .get("Effect")
                .flatMap(YamlNode::text)
                .filter("Allow"::equals)
                .isPresent();
        boolean action = statement.get("Action").stream()
                .flatMap(Template::texts)
                .anyMatch(pattern -> Globs.matches(pattern, "secretsmanager:GetSecretValue", true));
        return allow
                && action
                && statement
                        .get("Resource")
                        .filter(resource -> covers(resource, secret))
                        .isPresent();
    }

    /** Whether a resource of a statement is the secret; one that is named by something else than text may be. */
    private static boolean covers(YamlNode resource, YamlNode secret) {
        String name = Globs.plain(Template.texts(secret).findFirst().orElse(""));
        return Template.texts(resource).anyMatch(arn -> {
            int at = arn.indexOf(":secret:");
            if (at < 0) {
                return arn.equals("*") || !arn.startsWith("arn:");
            }
            String pattern = Globs.plain(arn.substring(at + ":secret:".length()));
            // Secrets Manager puts a hyphen and six characters behind the name
            return Globs.matches(pattern, name + "-a1B2c3", false);
        });
    }
}
