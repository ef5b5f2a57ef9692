package io.trunkline.migration.template.rewrite;

/** How far a rewrite goes; each step's template is deployed before the next is made. */
public enum RewriteStep {
    /** Only sets Retain on the API, its parts, its handler and the table: from then on no deploy can end them. */
    RETAIN,
    /** Takes the API and what only it needs out, points the rest at the platform, and keeps the table, retained. */
    MOVE,
    /** As MOVE, and takes the retained table out too, which then stays in the account until {@code cleanup}. */
    FINISH
}
