/**
 * The {@code trunkline} command: options in, one clear line out where something is wrong. What is done lives elsewhere.
 */
@NullMarked
package io.trunkline.local.cli;

import org.jspecify.annotations.NullMarked;
