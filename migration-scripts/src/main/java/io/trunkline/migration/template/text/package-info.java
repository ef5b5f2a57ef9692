/**
 * A template as text with a tree over it: reading with places, edits of entries that leave every other byte alone, the
 * proof that they did, and unified diffs. Knows YAML and JSON, and nothing of CloudFormation.
 */
@NullMarked
package io.trunkline.migration.template.text;

import org.jspecify.annotations.NullMarked;
