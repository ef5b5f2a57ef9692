package io.trunkline.migration.template.model;

import io.trunkline.migration.template.model.Reference.Kind;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Alias;
import io.trunkline.migration.template.text.YamlNode.Entry;
import io.trunkline.migration.template.text.YamlNode.Included;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import io.trunkline.migration.template.text.YamlNode.Scalar;
import io.trunkline.migration.template.text.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a part of a template refers to, in the short and the long form of the intrinsic functions. */
public final class References {
    /** {@code ${Name}}, {@code ${Name.Attribute}}, {@code ${AWS::Region}}; not {@code ${!Literal}}. */
    private static final Pattern SUB = Pattern.compile("\\$\\{\\s*([A-Za-z0-9:]+)(?:\\.([A-Za-z0-9.:_-]+))?\\s*}");

    private static final Pattern SELF = Pattern.compile("\\$\\{\\s*self:([A-Za-z0-9_.\\-]*)");

    private final List<Reference> found = new ArrayList<>();
    private final Set<YamlNode> aliased = Collections.newSetFromMap(new IdentityHashMap<>());
    private final boolean serverless;

    private References(boolean serverless) {
        this.serverless = serverless;
    }

    /** All references in {@code node}; {@code ${self:…}} only where {@code serverless}. */
    static List<Reference> in(YamlNode node, boolean serverless) {
        References references = new References(serverless);
        references.walk(node);
        return references.found;
    }

    private void walk(YamlNode node) {
        switch (node) {
            case Alias alias -> elsewhere(alias.resolved());
            case Included included -> elsewhere(included.target());
            case Scalar scalar -> scalar(scalar);
            case Sequence sequence -> sequence(sequence);
            case Mapping mapping -> mapping.fields().forEach(this::entry);
        }
    }

    private void elsewhere(YamlNode target) {
        if (aliased.add(target)) {
            walk(target);
        }
    }

    private void scalar(Scalar scalar) {
        self(scalar);
        function(scalar.tag(), scalar);
    }

    private void sequence(Sequence sequence) {
        if (!sequence.tag().isEmpty() && function(sequence.tag(), sequence)) {
            return;
        }
        sequence.items().forEach(this::walk);
    }

    private void entry(Entry entry) {
        YamlNode value = entry.value();
        if (entry.name().startsWith("Fn::") || entry.name().equals("Ref")) {
            if (value.resolved() instanceof Scalar scalar) {
                self(scalar);
            }
            if (function(entry.name(), value)) {
                return;
            }
        }
        if (entry.name().equalsIgnoreCase("Condition")
                && value.resolved() instanceof Scalar scalar
                && scalar.tag().isEmpty()) {
            add(Kind.CONDITION, scalar.value(), "", scalar);
            return;
        }
        if (entry.name().equalsIgnoreCase("DependsOn")) {
            dependsOn(value);
            return;
        }
        walk(value);
    }

    private void dependsOn(YamlNode value) {
        value.text().ifPresent(name -> add(Kind.DEPENDS_ON, name, "", value));
        value.list().forEach(item -> item.text().ifPresent(name -> add(Kind.DEPENDS_ON, name, "", item)));
    }

    /** Reads an intrinsic; false where {@code name} is none whose arguments need more than a walk. */
    private boolean function(String name, YamlNode value) {
        switch (name) {
            case "!Ref", "Ref" -> value.text().ifPresent(id -> add(Kind.REF, id, "", value));
            case "!Condition" -> value.text().ifPresent(id -> add(Kind.CONDITION, id, "", value));
            case "!GetAtt", "Fn::GetAtt" -> getAtt(value);
            case "!Sub", "Fn::Sub" -> sub(value);
            case "!If", "Fn::If" -> first(Kind.CONDITION, value);
            case "!FindInMap", "Fn::FindInMap" -> first(Kind.MAPPING, value);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void getAtt(YamlNode value) {
        if (value.resolved() instanceof Sequence sequence && sequence.size() > 0) {
            String attribute =
                    sequence.size() > 1 ? sequence.items().get(1).text().orElse("") : "";
            sequence.items().getFirst().text().ifPresent(id -> add(Kind.GET_ATT, id, attribute, value));
            sequence.items().stream().skip(1).forEach(this::walk);
            return;
        }
        value.text().ifPresent(text -> {
            int dot = text.indexOf('.');
            add(Kind.GET_ATT, dot < 0 ? text : text.substring(0, dot), dot < 0 ? "" : text.substring(dot + 1), value);
        });
    }

    private void sub(YamlNode value) {
        if (value.resolved() instanceof Sequence sequence && sequence.size() > 0) {
            Set<String> own = new java.util.HashSet<>();
            if (sequence.size() > 1) {
                sequence.items().get(1).entries().forEach(entry -> own.add(entry.name()));
                walk(sequence.items().get(1));
            }
            YamlNode template = sequence.items().getFirst();
            template.text().ifPresent(text -> subText(text, template, own));
            return;
        }
        value.text().ifPresent(text -> subText(text, value, Set.of()));
    }

    private void subText(String text, YamlNode node, Set<String> own) {
        if (node.resolved() instanceof Scalar scalar) {
            self(scalar);
        }
        Matcher matcher = SUB.matcher(text);
        while (matcher.find()) {
            String attribute = matcher.group(2) == null ? "" : matcher.group(2);
            if (!own.contains(matcher.group(1)) && !(serverless && isVariable(matcher.group(1)))) {
                add(Kind.SUB, matcher.group(1), attribute, node);
            }
        }
    }

    /** {@code sls:stage} and its like are the framework's. */
    static boolean isVariable(String name) {
        int colon = name.indexOf(':');
        return colon > 0 && !name.startsWith("AWS::");
    }

    private void first(Kind kind, YamlNode value) {
        List<YamlNode> items = value.list();
        if (!items.isEmpty()) {
            items.getFirst()
                    .text()
                    .filter(text -> items.getFirst().tag().isEmpty())
                    .ifPresent(name -> add(kind, name, "", items.getFirst()));
            items.stream().skip(1).forEach(this::walk);
        }
    }

    private void self(Scalar scalar) {
        if (!serverless) {
            return;
        }
        Matcher matcher = SELF.matcher(scalar.value());
        while (matcher.find()) {
            add(Kind.SELF, matcher.group(1), "", scalar);
        }
    }

    private void add(Kind kind, String name, String detail, YamlNode node) {
        found.add(new Reference(kind, name, detail, node));
    }
}
