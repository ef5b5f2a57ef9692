package io.trunkline.migration.template.model;

/** Whose template a file is. */
public enum TemplateKind {
    CLOUDFORMATION("CloudFormation"),
    SAM("SAM"),
    SERVERLESS("Serverless Framework");

    private final String title;

    TemplateKind(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
